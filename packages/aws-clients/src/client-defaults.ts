/**
 * AWS client settings that fit inside a Lambda's time limit: the SDK's own defaults wait for minutes, and without
 * `throwOnRequestTimeout` a request that takes too long is only warned about.
 * Every AWS call here is safe to repeat.
 * What a call passes through is put together once for each kind of call: nothing here changes it later.
 */
export const AWS_CLIENT_DEFAULTS = {
  maxAttempts: 3,
  cacheMiddleware: true,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
} as const;
