import type { Clock } from '@switchyard/core/clock';
import type { Endpoint } from '@switchyard/core/endpoints';
import type { SignedRequest } from '@switchyard/core/endpoints/sign-request';
import type { AccessTokens } from './access-tokens.ts';
import type { PostResult } from './decide-outcome.ts';
import type { SendPost } from './post.ts';
import type { OAuth2 } from './request-token.ts';

export type PostToEndpointContext = {
  readonly post: SendPost;
  readonly accessTokens: AccessTokens;
  /** Limit of an attempt in ms; an endpoint may have a shorter one. */
  readonly attemptTimeoutMs: number;
  readonly clock: Clock;
};

/** Makes the request of an attempt, with a token where the endpoint asks for one. */
export function postToEndpoint(
  context: PostToEndpointContext,
  endpoint: Endpoint,
  request: SignedRequest,
): Promise<PostResult> {
  const { auth, targetUrl, timeoutMs } = endpoint;
  if (auth?.type === 'oauth2') return postWithToken(context, endpoint, auth, request);
  return context.post(targetUrl, request, timeoutMs);
}

/**
 * Within the limit of one attempt: the token, the request, and where the endpoint does not take the token, which may
 * have been revoked, another token and the request once more.
 */
async function postWithToken(
  { post, accessTokens, attemptTimeoutMs, clock }: PostToEndpointContext,
  endpoint: Endpoint,
  auth: OAuth2,
  request: SignedRequest,
): Promise<PostResult> {
  const startedAt = clock();
  const passed = () => Math.max(0, Math.round(clock() - startedAt));
  const limit = Math.min(endpoint.timeoutMs ?? attemptTimeoutMs, attemptTimeoutMs);
  const left = () => Math.max(1, limit - passed());

  async function send(refused?: string): Promise<PostResult> {
    const answer = await accessTokens({ endpoint, auth, withinMs: left(), refused });
    if (answer.kind === 'failed')
      return { kind: 'failed', error: 'auth', detail: answer.detail, durationMs: passed() };
    const headers = { ...request.headers, authorization: `Bearer ${answer.token}` };
    const result = await post(endpoint.targetUrl, { ...request, headers }, left());
    const isRefused = result.kind === 'answered' && result.statusCode === 401;
    return isRefused && refused === undefined ? send(answer.token) : { ...result, durationMs: passed() };
  }
  return send();
}
