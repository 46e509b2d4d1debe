import { SignatureError } from './signature-error.ts';

// In seconds this is the year 5138; in milliseconds it was 1973. What is above was not meant as seconds.
const MAX_EPOCH_SECONDS = 100_000_000_000;

/**
 * Reads the timestamp that a sender signed, in seconds since the epoch.
 * Only plain decimal digits: the official libraries' `parseInt` would also take `1700000000abc` and ` 17`.
 *
 * @throws SignatureError `header_malformed`
 */
export function parseSignedTimestamp(text: string, header: string): number {
  if (!/^(0|[1-9]\d{0,14})$/.test(text)) {
    throw new SignatureError(
      'header_malformed',
      `The timestamp in ${header} is not a whole number of seconds since the epoch in plain digits.`,
    );
  }
  return Number(text);
}

/**
 * Accepts a signed timestamp whose distance from `now` is at most the tolerance, to either side. All in seconds.
 *
 * @throws SignatureError `timestamp_too_old` or `timestamp_in_future`
 */
export function requireFreshTimestamp(timestamp: number, now: number, toleranceSeconds: number): void {
  const age = now - timestamp;
  // Written so that NaN, from a clock or setting that is missing, is refused.
  if (!(age <= toleranceSeconds)) {
    throw new SignatureError(
      'timestamp_too_old',
      `The request was signed ${age} s ago; at most ${toleranceSeconds} s are allowed.`,
    );
  }
  if (!(-age <= toleranceSeconds)) {
    throw new SignatureError(
      'timestamp_in_future',
      `The request was signed ${-age} s in the future; at most ${toleranceSeconds} s are allowed.`,
    );
  }
}

/**
 * Guards what is about to be signed against a clock in milliseconds or with fractions.
 *
 * @throws RangeError
 */
export function requireEpochSeconds(timestamp: number): void {
  if (!Number.isSafeInteger(timestamp) || timestamp < 0 || timestamp > MAX_EPOCH_SECONDS) {
    throw new RangeError(`${timestamp} is not a timestamp to sign: give whole seconds since the epoch.`);
  }
}
