import * as z from 'zod';

const secretText = z.string().min(1, 'must not be empty');

/**
 * The one Secrets Manager secret of all providers, as JSON. Lists are for rotation: any entry may verify, the first
 * is used to call out. `pnpm cli secrets` writes it.
 */
export const providerSecretsSchema = z.object({
  twilio: z
    .object({
      /** Auth tokens by account SID; a subaccount signs with its own. */
      accounts: z.record(z.string().regex(/^AC[0-9a-fA-F]{32}$/), z.array(secretText).min(1)),
    })
    .optional(),
  resend: z
    .object({
      signingSecrets: z.array(secretText).min(1),
      /** To send fallback mails. */
      apiKey: secretText.optional(),
    })
    .optional(),
  sendgrid: z
    .object({
      /** Base64 SPKI, from the security policy of the parse setting. */
      publicKeys: z.array(secretText).default([]),
      /** Without signed parse: `user:password` pairs that the configured URL carries. */
      basicAuth: z.array(secretText).default([]),
      /** Without signed parse: last path segments, /email/{segment}. */
      pathSegments: z.array(secretText).default([]),
    })
    .optional(),
});
export type ProviderSecrets = z.infer<typeof providerSecretsSchema>;
