import { deleteEndpoint } from '@switchyard/core/endpoints/delete-endpoint';
import { endpointIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { withQueues } from '../../endpoint-control.ts';
import { CommandError } from '../../errors.ts';
import { flag } from '../../input-schemas.ts';
import { requireSomebodyToAsk } from '../../require-somebody-to-ask.ts';
import { ifMatchInput, ifMatchOption } from './setting-options.ts';

export const endpointsDelete = defineCommand({
  name: 'endpoints delete',
  summary: 'delete one for good; what waits or is held for it becomes dead letters',
  input: z.object({
    tenantId: tenantIdSchema,
    endpointId: endpointIdSchema,
    yes: flag,
    ifMatch: ifMatchInput,
  }),
  arguments: ['tenantId', 'endpointId'],
  options: { yes: 'do not ask', ifMatch: ifMatchOption },
  examples: ['endpoints delete acme audit', 'endpoints delete acme audit --yes'],
  async run({ open, output, confirm }, { tenantId, endpointId, yes, ifMatch }) {
    if (!yes) requireSomebodyToAsk(output, 'delete asks first', 'Add --yes to delete without being asked.');
    const deployment = withQueues(await open());
    const question = `Delete endpoint ${endpointId} of tenant ${tenantId} for good?`;
    if (!yes && !(await confirm(question))) throw new CommandError('cancelled', 'Nothing was deleted.');
    await deleteEndpoint(deployment, { tenantId, endpointId, ifMatch });
    return { tenant_id: tenantId, endpoint_id: endpointId, deleted: true };
  },
  text: ({ tenant_id, endpoint_id }) => `Endpoint ${endpoint_id} of tenant ${tenant_id} is deleted.`,
});
