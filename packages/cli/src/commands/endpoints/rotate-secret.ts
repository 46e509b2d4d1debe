import {
  DEFAULT_OVERLAP_SECONDS,
  MAX_OVERLAP_SECONDS,
  rotateSecret,
} from '@switchyard/core/endpoints/rotate-secret';
import { endpointIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { flag, wholeNumber } from '../../input-schemas.ts';
import { readOwnSecret } from './read-own-secret.ts';
import { ifMatchInput, ifMatchOption } from './setting-options.ts';
import { requireOneKind, shownSecret, signatureInput, signatureOption } from './signature-option.ts';

export const endpointsRotateSecret = defineCommand({
  name: 'endpoints rotate-secret',
  summary: 'make a new webhook secret and show it once; the old one signs on for an overlap',
  input: z.object({
    tenantId: tenantIdSchema,
    endpointId: endpointIdSchema,
    overlapSeconds: wholeNumber(0, MAX_OVERLAP_SECONDS),
    secretStdin: flag,
    signature: signatureInput,
    ifMatch: ifMatchInput,
  }),
  arguments: ['tenantId', 'endpointId'],
  options: {
    overlapSeconds: [
      '<seconds>',
      `how long the old ones sign on: 0, which revokes them, to ${MAX_OVERLAP_SECONDS}`,
      String(DEFAULT_OVERLAP_SECONDS),
    ],
    secretStdin:
      'a secret of your own, whsec_… or whsk_…, read from stdin; the newest one itself ends the overlap of the others',
    signature: signatureOption,
    ifMatch: ifMatchOption,
  },
  examples: [
    'endpoints rotate-secret acme default',
    'endpoints rotate-secret acme default --overlap-seconds 0',
  ],
  async run(session, { secretStdin, ...input }) {
    const { tenantId, endpointId } = input;
    requireOneKind(secretStdin, input.signature);
    const deployment = await session.open();
    const own = secretStdin ? await readOwnSecret(session) : undefined;
    const { endpoint, secret } = await rotateSecret(deployment, { ...input, secret: own });
    return {
      tenant_id: tenantId,
      endpoint_id: endpointId,
      ...shownSecret(secret),
      earlier_secrets: endpoint.secrets.slice(1).map(({ expiresAt }) => ({ expires_at: expiresAt })),
    };
  },
  text: ({ endpoint_id, webhook_secret, public_key, earlier_secrets }, { colors }) =>
    [
      `Endpoint ${endpoint_id} has a new ${webhook_secret === null ? 'public key' : 'webhook secret'}:`,
      '',
      `  ${colors.bold(webhook_secret ?? public_key ?? '')}`,
      '',
      ...earlier_secrets.map(({ expires_at }) => `An earlier one signs until ${expires_at}.`),
      colors.yellow(
        `${webhook_secret === null ? '' : 'It is shown only now. '}Workers sign with it within a minute.`,
      ),
    ].join('\n'),
});
