import { tenantIdSchema } from '@switchyard/core/ids';
import { findTenant } from '@switchyard/core/tenants/find-tenant';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { endpointsText, readEndpointAnswers } from './endpoint-text.ts';
import { healthText } from './health-text.ts';

export const endpointsList = defineCommand({
  name: 'endpoints list',
  summary: 'its endpoints and how they do, without secrets',
  input: z.object({ tenantId: tenantIdSchema }),
  arguments: ['tenantId'],
  options: {},
  examples: ['endpoints list acme'],
  async run({ open }, { tenantId }) {
    const deployment = await open();
    const { endpoints } = await findTenant(deployment, tenantId);
    return { tenant_id: tenantId, endpoints: await readEndpointAnswers(deployment, tenantId, endpoints) };
  },
  text: ({ endpoints }) => `${endpointsText(endpoints)}\n\n${healthText(endpoints)}`.trim(),
});
