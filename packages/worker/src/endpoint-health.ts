import type { PostResult } from './decide-outcome.ts';

/** What a request says of the endpoint as a whole. */
export type EndpointHealth =
  | 'alive'
  | 'failing'
  /** Nothing: it was not asked, or said that it is gone. */
  | 'unknown';

/** An answer to one event, such as 400 or 422, comes from an endpoint that is there. */
export function healthOf(result: PostResult): EndpointHealth {
  if (result.kind === 'failed') return result.error === 'target_refused' ? 'unknown' : 'failing';
  if (result.statusCode === 410) return 'unknown';
  return result.statusCode === 429 || result.statusCode >= 500 ? 'failing' : 'alive';
}

/** For how many ms an endpoint asks not to be called; undefined when it does not. */
export function askedToWait(result: PostResult): number | undefined {
  if (result.kind === 'failed' || (result.statusCode !== 429 && result.statusCode !== 503)) return undefined;
  const { retryAfterMs = 0 } = result;
  return retryAfterMs > 0 ? retryAfterMs : undefined;
}
