import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { UsageError } from '../../errors.ts';
import { accountSidSchema, flag, requireOneOf } from '../../input-schemas.ts';
import {
  createSecretsRemove,
  type SecretsSelection,
  secretsRemoveText,
} from '../../provider-secrets/remove-secret.ts';
import { providerSecretsOf } from '../../provider-secrets-store.ts';
import { requireSomebodyToAsk } from '../../require-somebody-to-ask.ts';
import type { Session } from '../../session.ts';

const howInput = { previous: flag, yes: flag };
const howOptions = { previous: 'all but the newest of each', yes: 'do not ask' } as const;

export const secretsRemoveTwilio = defineCommand({
  name: 'secrets remove twilio',
  summary: 'auth tokens, of one account or of all',
  input: z.object({ ...howInput, accountSid: accountSidSchema.optional() }),
  options: { ...howOptions, accountSid: ['<sid>', 'only of this account'] },
  examples: [
    'secrets remove twilio --account-sid AC00000000000000000000000000000000 --previous',
    'secrets remove twilio --yes',
  ],
  run: (session, input) => remove(session, { provider: 'twilio', accountSid: input.accountSid }, input),
  text: secretsRemoveText,
});

export const secretsRemoveResend = defineCommand({
  name: 'secrets remove resend',
  summary: 'signing secrets and API key, or one of both',
  input: z.object({ ...howInput, apiKey: flag }),
  options: { ...howOptions, apiKey: 'only the API key' },
  examples: ['secrets remove resend --previous', 'secrets remove resend --api-key'],
  async run(session, { apiKey, ...input }) {
    if (apiKey && input.previous) throw new UsageError('There is only one API key, so none is previous.');
    return remove(session, { provider: 'resend', only: apiKey ? 'api_key' : undefined }, input);
  },
  text: secretsRemoveText,
});

export const secretsRemoveSendgrid = defineCommand({
  name: 'secrets remove sendgrid',
  summary: 'public keys, basic auth and path segments, or one of these',
  input: z.object({ ...howInput, publicKey: flag, basicAuth: flag, pathSegment: flag }),
  options: {
    ...howOptions,
    publicKey: 'only public keys',
    basicAuth: 'only basic auth',
    pathSegment: 'only path segments',
  },
  examples: ['secrets remove sendgrid --path-segment', 'secrets remove sendgrid --public-key --previous'],
  async run(session, { publicKey, basicAuth, pathSegment, ...input }) {
    const given = { '--public-key': publicKey, '--basic-auth': basicAuth, '--path-segment': pathSegment };
    if (Object.values(given).some(Boolean)) requireOneOf(given);
    const kinds = [
      ...(publicKey ? (['public_key'] as const) : []),
      ...(basicAuth ? (['basic_auth'] as const) : []),
      ...(pathSegment ? (['path_segment'] as const) : []),
    ];
    return remove(session, { provider: 'sendgrid', only: kinds[0] }, input);
  },
  text: secretsRemoveText,
});

async function remove(
  { output, confirm, open }: Session,
  selection: SecretsSelection,
  { previous, yes }: { readonly previous: boolean; readonly yes: boolean },
) {
  if (!previous && !yes) {
    requireSomebodyToAsk(
      output,
      'remove asks before it removes anything',
      'Add --yes to remove without being asked.',
    );
  }
  const removeFrom = createSecretsRemove({ secrets: providerSecretsOf(await open()), confirm });
  return removeFrom({ selection, previous, yes });
}
