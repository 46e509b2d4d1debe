import type { Clock } from '@switchyard/core/clock';
import type { ClientIdentity, Endpoint } from '@switchyard/core/endpoints';
import type { SignedRequest } from '@switchyard/core/endpoints/sign-request';
import type { AccessTokens } from './access-tokens.ts';
import type { ClientIdentities } from './client-identities.ts';
import type { PostResult } from './decide-outcome.ts';
import type { SendPost } from './post.ts';
import type { OAuth2 } from './request-token.ts';

export type PostToEndpointContext = {
  readonly post: SendPost;
  readonly accessTokens: AccessTokens;
  readonly clientIdentities: ClientIdentities;
  /** Limit of an attempt in ms; an endpoint may have a shorter one. */
  readonly attemptTimeoutMs: number;
  readonly clock: Clock;
};

/** Makes the request of an attempt, with the certificate and the token that the endpoint asks for. */
export async function postToEndpoint(
  context: PostToEndpointContext,
  endpoint: Endpoint,
  request: SignedRequest,
): Promise<PostResult> {
  const { auth, tls, targetUrl, timeoutMs } = endpoint;
  const limit = limitOf(context, endpoint);
  if (tls === undefined)
    return auth?.type === 'oauth2'
      ? postWithToken(context, endpoint, { auth, request, limit })
      : context.post(targetUrl, request, timeoutMs);
  const answer = await context.clientIdentities(endpoint, tls);
  if (answer.kind === 'failed') {
    const durationMs = limit.passed();
    return { kind: 'failed', error: 'client_certificate', detail: answer.detail, durationMs };
  }
  const { identity } = answer;
  if (auth?.type === 'oauth2') return postWithToken(context, endpoint, { auth, request, limit, identity });
  const result = await context.post(targetUrl, request, limit.left(), identity);
  return { ...result, durationMs: limit.passed() };
}

/** What is left of an attempt's time, from now on. */
function limitOf({ attemptTimeoutMs, clock }: PostToEndpointContext, { timeoutMs }: Endpoint) {
  const startedAt = clock();
  const limit = Math.min(timeoutMs ?? attemptTimeoutMs, attemptTimeoutMs);
  const passed = () => Math.max(0, Math.round(clock() - startedAt));
  return { passed, left: () => Math.max(1, limit - passed()) };
}

/**
 * Within the limit of one attempt: the token, the request, and where the endpoint does not take the token, which may
 * have been revoked, another token and the request once more. The certificate is for the endpoint, not for the server
 * of its tokens.
 */
async function postWithToken(
  { post, accessTokens }: PostToEndpointContext,
  endpoint: Endpoint,
  {
    auth,
    request,
    limit: { passed, left },
    identity,
  }: {
    readonly auth: OAuth2;
    readonly request: SignedRequest;
    readonly limit: ReturnType<typeof limitOf>;
    readonly identity?: ClientIdentity;
  },
): Promise<PostResult> {
  async function send(refused?: string): Promise<PostResult> {
    const answer = await accessTokens({ endpoint, auth, withinMs: left(), refused });
    if (answer.kind === 'failed')
      return { kind: 'failed', error: 'auth', detail: answer.detail, durationMs: passed() };
    const headers = { ...request.headers, authorization: `Bearer ${answer.token}` };
    const result = await post(endpoint.targetUrl, { ...request, headers }, left(), identity);
    const isRefused = result.kind === 'answered' && result.statusCode === 401;
    return isRefused && refused === undefined ? send(answer.token) : { ...result, durationMs: passed() };
  }
  return send();
}
