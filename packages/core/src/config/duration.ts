const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof UNIT_MS;

const isUnit = (unit: string): unit is Unit => unit in UNIT_MS;

/**
 * Reads a duration such as `90s`, `2m`, `1h` or `500ms`.
 *
 * @returns milliseconds
 * @throws RangeError naming the text and the form that is allowed
 */
export function parseDuration(text: string): number {
  const [, amount, unit] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text.trim()) ?? [];
  if (amount === undefined || unit === undefined || !isUnit(unit)) {
    throw new RangeError(
      `"${text}" is not a duration: write a whole number and ms, s, m, h or d, such as 30s or 2m`,
    );
  }
  return Number(amount) * UNIT_MS[unit];
}
