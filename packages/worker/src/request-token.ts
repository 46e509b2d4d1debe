import type { EndpointAuth } from '@switchyard/core/endpoints';
import { USER_AGENT } from '@switchyard/core/endpoints/sign-request';
import * as z from 'zod';
import type { SendPost } from './post.ts';

export type OAuth2 = Extract<EndpointAuth, { type: 'oauth2' }>;

export type TokenAnswer =
  | { readonly kind: 'token'; readonly token: string; readonly lifetimeMs: number }
  /** @property detail a code that says what went wrong, and nothing of what was sent or answered */
  | { readonly kind: 'failed'; readonly detail: string };

/** Of a token whose server does not say. */
const USUAL_LIFETIME_S = 300;
const MAX_LIFETIME_S = 86_400;

const tokenSchema = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,8192}$/),
  token_type: z
    .string()
    .regex(/^bearer$/i)
    .optional(),
  expires_in: z.coerce.number().min(0).default(USUAL_LIFETIME_S),
});

/** RFC 6749, 5.2: the only words of an answer that are repeated. */
const refusalSchema = z.object({
  error: z.enum([
    'invalid_request',
    'invalid_client',
    'invalid_grant',
    'unauthorized_client',
    'unsupported_grant_type',
    'invalid_scope',
  ]),
});

/**
 * Asks for a token by client credentials (RFC 6749, 4.4). Never throws: whatever happens out there is an answer.
 *
 * @param post guards the token URL as it does a target, and keeps enough of the answer
 */
export async function requestToken(post: SendPost, auth: OAuth2): Promise<TokenAnswer> {
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (auth.scope !== undefined) form.set('scope', auth.scope);
  if (auth.audience !== undefined) form.set('audience', auth.audience);
  const headers: Record<string, string> = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    'user-agent': USER_AGENT,
  };
  switch (auth.authStyle) {
    case 'client_secret_basic':
      headers.authorization = `Basic ${Buffer.from(`${encoded(auth.clientId)}:${encoded(auth.clientSecret)}`).toString('base64')}`;
      break;
    case 'client_secret_post':
      form.set('client_id', auth.clientId);
      form.set('client_secret', auth.clientSecret);
  }
  const result = await post(auth.tokenUrl, { headers, body: Buffer.from(form.toString()) });
  if (result.kind === 'failed')
    return failed(result.error === 'timeout' ? 'TIMEOUT' : result.detail.toUpperCase());
  const answer = parseJson(result.responseBody);
  if (result.statusCode !== 200) {
    const refusal = refusalSchema.safeParse(answer).data;
    return failed(refusal?.error.toUpperCase() ?? `HTTP_${result.statusCode}`);
  }
  const parsed = tokenSchema.safeParse(answer).data;
  if (parsed === undefined) return failed('MALFORMED');
  return {
    kind: 'token',
    token: parsed.access_token,
    lifetimeMs: Math.min(parsed.expires_in, MAX_LIFETIME_S) * 1_000,
  };
}

const failed = (what: string): TokenAnswer => ({ kind: 'failed', detail: `TOKEN_${what}` });

/** RFC 6749, 2.3.1: as in a form, before it is joined. */
const encoded = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
