import * as z from 'zod';
import { headerName, headerValue } from './endpoint-fields.ts';
import { clientAuthSchema, type EndpointAuth } from './endpoint-options.ts';
import { parseTargetUrl } from './target-url.ts';

/** Without control characters, and never repeated in an error: it may be a secret. */
const secretText = (max: number) =>
  z
    .string('must be text')
    .max(max, `must have at most ${max} characters`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters');

const basic = z.strictObject({
  type: z.literal('basic'),
  // RFC 7617: the first colon ends the name.
  username: secretText(256).regex(/^[^:]+$/, 'must be 1 to 256 characters without ":"'),
  password: secretText(1_024),
});

const header = z.strictObject({ type: z.literal('header'), name: headerName, value: headerValue });

const oauth2 = z
  .strictObject({
    type: z.literal('oauth2'),
    token_url: z.string('must be text'),
    client_id: secretText(1_024).min(1, 'must not be empty'),
    client_secret: secretText(4_096).min(1, 'must not be empty'),
    // RFC 6749, 3.3.
    scope: z
      .string('must be text')
      .max(1_024, 'must have at most 1024 characters')
      .regex(
        /^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/,
        'must be scopes with one space between',
      )
      .optional(),
    // No RFC has it for client credentials; Auth0 and others want it.
    audience: z
      .string('must be text')
      .regex(/^[\x21-\x7e]{1,1024}$/, 'must be 1 to 1024 printable ASCII characters without spaces')
      .optional(),
    auth_style: clientAuthSchema.default('client_secret_basic'),
  })
  .transform(({ token_url, client_id, client_secret, auth_style, ...auth }) => ({
    ...auth,
    tokenUrl: token_url,
    clientId: client_id,
    clientSecret: client_secret,
    authStyle: auth_style,
  }));

/** How a tenant writes it; all of it at once, since it is never shown to be completed. */
export const authFieldSchema = z.discriminatedUnion('type', [basic, header, oauth2], {
  error: 'must be an object whose type is "basic", "header" or "oauth2"',
});

/**
 * With its token URL, if it has one, as it is requested.
 *
 * @throws TargetUrlError: tokens are asked for only where deliveries may go
 */
export function checkedAuth(auth: EndpointAuth, options: { readonly allowLoopback: boolean }): EndpointAuth {
  if (auth.type !== 'oauth2') return auth;
  return { ...auth, tokenUrl: parseTargetUrl(auth.tokenUrl, { ...options, what: 'token' }).href };
}
