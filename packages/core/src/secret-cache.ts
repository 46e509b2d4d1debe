import type { Clock } from './clock.ts';

export const SECRET_CACHE_MS = 5 * 60_000;
/** After a failed check the secret is read again, but not more often than this: forged requests must not cost reads. */
export const SECRET_REFETCH_MS = 30_000;

export type SecretCache = {
  get(): Promise<string>;
  /** The secret to compare with once more: read anew, unless somebody has read it a moment ago. */
  refetch(): Promise<string | undefined>;
};

/** Keeps a secret in memory, so that rotating it needs no deployment and using it costs no call. */
export function createSecretCache(fetch: () => Promise<string>, clock: Clock): SecretCache {
  let cached: { readonly value: Promise<string>; readonly readAt: number } | undefined;

  function read(): Promise<string> {
    const value = fetch();
    cached = { value, readAt: clock() };
    // A failure must not be remembered as the secret.
    value.catch(() => {
      cached = undefined;
    });
    return value;
  }

  return {
    get: () => (cached !== undefined && clock() - cached.readAt < SECRET_CACHE_MS ? cached.value : read()),
    refetch: async () =>
      cached !== undefined && clock() - cached.readAt < SECRET_REFETCH_MS ? cached.value : read(),
  };
}
