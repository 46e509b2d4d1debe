import type { ProviderSecrets } from '@switchyard/core/providers';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { formatTable } from '../../format.ts';
import type { ProviderSecretsStore } from '../../provider-secrets-store.ts';
import { providerSecretsOf } from '../../provider-secrets-store.ts';

export type SecretsShowDeps = { readonly secrets: Pick<ProviderSecretsStore, 'read'> };

/** What is configured, and never a value. */
export function createSecretsShow({ secrets }: SecretsShowDeps) {
  return async () => secretsView(await secrets.read());
}

export type SecretsView = ReturnType<typeof secretsView>;

/** Numbers of secrets; `null`: not configured, so that provider's callbacks are refused. */
export const secretsView = ({ twilio, resend, sendgrid }: ProviderSecrets) => ({
  twilio:
    twilio === undefined
      ? null
      : {
          accounts: Object.entries(twilio.accounts).map(([accountSid, tokens]) => ({
            account_sid: accountSid,
            auth_tokens: tokens.length,
          })),
        },
  resend:
    resend === undefined
      ? null
      : { signing_secrets: resend.signingSecrets.length, api_key: resend.apiKey !== undefined },
  sendgrid:
    sendgrid === undefined
      ? null
      : {
          public_keys: sendgrid.publicKeys.length,
          basic_auth: sendgrid.basicAuth.length,
          path_segments: sendgrid.pathSegments.length,
        },
});

export function secretsShowText({ twilio, resend, sendgrid }: SecretsView): string {
  const rows: [provider: string, secret: string, amount: number][] = [];
  for (const { account_sid, auth_tokens } of twilio?.accounts ?? []) {
    rows.push(['twilio', `auth token of ${account_sid}`, auth_tokens]);
  }
  if (resend !== null) {
    rows.push(['resend', 'signing secret', resend.signing_secrets]);
    rows.push(['resend', 'API key, to send', resend.api_key ? 1 : 0]);
  }
  if (sendgrid !== null) {
    rows.push(['sendgrid', 'public key', sendgrid.public_keys]);
    rows.push(['sendgrid', 'basic auth', sendgrid.basic_auth]);
    rows.push(['sendgrid', 'path segment', sendgrid.path_segments]);
  }
  const missing = Object.entries({ twilio, resend, sendgrid }).flatMap(([name, value]) =>
    value === null ? [name] : [],
  );
  const lines: string[] = [];
  if (rows.length > 0) {
    lines.push(
      formatTable(
        ['PROVIDER', 'SECRET', 'ACCEPTED'],
        rows.map(([provider, secret, amount]) => [provider, secret, String(amount)]),
      ),
    );
  }
  if (sendgrid !== null && sendgrid.public_keys > 0 && sendgrid.basic_auth + sendgrid.path_segments > 0) {
    lines.push('SendGrid has a public key, so only signed mail is accepted; the others do not count.');
  }
  if (missing.length > 0) {
    lines.push(
      `Not configured, so all callbacks are refused: ${missing.join(', ')}. See \`secrets set --help\`.`,
    );
  }
  return lines.join('\n\n');
}

export const secretsShow = defineCommand({
  name: 'secrets show',
  summary: 'which are configured, and how many; never a value',
  input: z.object({}),
  options: {},
  examples: ['secrets show'],
  run: async ({ open }) => createSecretsShow({ secrets: providerSecretsOf(await open()) })(),
  text: secretsShowText,
});
