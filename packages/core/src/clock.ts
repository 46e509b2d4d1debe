/** Milliseconds since the epoch. A parameter everywhere, so that tests own the time. */
export type Clock = () => number;

/** Uniform in [0, 1). */
export type Random = () => number;

export const toIso = (ms: number): string => new Date(ms).toISOString();

/** Seconds since the epoch, rounded down: DynamoDB's TTL and the signature schemes count in these. */
export const toSeconds = (ms: number): number => Math.floor(ms / 1000);

export const DAY_SECONDS = 86_400;
