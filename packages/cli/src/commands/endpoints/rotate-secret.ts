import {
  DEFAULT_OVERLAP_SECONDS,
  MAX_OVERLAP_SECONDS,
  rotateSecret,
} from '@switchyard/core/endpoints/rotate-secret';
import { endpointIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { wholeNumber } from '../../input-schemas.ts';

export const endpointsRotateSecret = defineCommand({
  name: 'endpoints rotate-secret',
  summary: 'make a new webhook secret and show it once; the old one signs on for an overlap',
  input: z.object({
    tenantId: tenantIdSchema,
    endpointId: endpointIdSchema,
    overlapSeconds: wholeNumber(0, MAX_OVERLAP_SECONDS),
  }),
  arguments: ['tenantId', 'endpointId'],
  options: {
    overlapSeconds: [
      '<seconds>',
      `how long the old ones sign on: 0, which revokes them, to ${MAX_OVERLAP_SECONDS}`,
      String(DEFAULT_OVERLAP_SECONDS),
    ],
  },
  examples: [
    'endpoints rotate-secret acme default',
    'endpoints rotate-secret acme default --overlap-seconds 0',
  ],
  async run({ open }, { tenantId, endpointId, overlapSeconds }) {
    const { endpoint, secret } = await rotateSecret(await open(), { tenantId, endpointId, overlapSeconds });
    return {
      tenant_id: tenantId,
      endpoint_id: endpointId,
      webhook_secret: secret,
      earlier_secrets: endpoint.secrets.slice(1).map(({ expiresAt }) => ({ expires_at: expiresAt })),
    };
  },
  text: ({ endpoint_id, webhook_secret, earlier_secrets }, { colors }) =>
    [
      `Endpoint ${endpoint_id} has a new webhook secret:`,
      '',
      `  ${colors.bold(webhook_secret)}`,
      '',
      ...earlier_secrets.map(({ expires_at }) => `An earlier one signs until ${expires_at}.`),
      colors.yellow('It is shown only now. Workers sign with it within a minute.'),
    ].join('\n'),
});
