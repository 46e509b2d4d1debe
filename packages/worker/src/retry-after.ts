/**
 * Reads a `Retry-After` header: seconds or an HTTP date (RFC 9110, 10.2.3).
 *
 * @returns milliseconds from now; undefined when there is none or it cannot be read
 */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  // Date.parse takes nearly anything for a date, "-5" and "1.5" among them: only the form with a weekday is one here.
  // The oldest form names no zone; all of them are in GMT.
  const time = /^[A-Za-z]{3,9},? /.test(text)
    ? Date.parse(text.endsWith(' GMT') ? text : `${text} GMT`)
    : Number.NaN;
  return Number.isNaN(time) ? undefined : Math.max(0, time - nowMs);
}
