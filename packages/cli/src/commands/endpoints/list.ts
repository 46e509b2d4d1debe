import { tenantIdSchema } from '@switchyard/core/ids';
import { findTenant } from '@switchyard/core/tenants/find-tenant';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { endpointAnswer, endpointsText } from './endpoint-text.ts';

export const endpointsList = defineCommand({
  name: 'endpoints list',
  summary: 'its endpoints, without secrets',
  input: z.object({ tenantId: tenantIdSchema }),
  arguments: ['tenantId'],
  options: {},
  examples: ['endpoints list acme'],
  async run({ open, clock }, { tenantId }) {
    const { endpoints } = await findTenant(await open(), tenantId);
    return {
      tenant_id: tenantId,
      endpoints: endpoints.map((endpoint) => endpointAnswer(endpoint, clock())),
    };
  },
  text: ({ endpoints }) => endpointsText(endpoints),
});
