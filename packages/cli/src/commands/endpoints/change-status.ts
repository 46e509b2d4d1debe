import { changeStatus, STATUS_ACTIONS, type StatusAction } from '@switchyard/core/endpoints/change-status';
import { endpointIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { withControlQueue } from '../../endpoint-control.ts';
import { endpointView } from './list.ts';

const SUMMARIES = {
  pause: 'send nothing to it from now on, and hold what would be',
  resume: 'end its pause, and send on what is held',
  enable: 'put it back into service, whatever took it out, and send on what is held',
  disable: 'take it out of service until it is enabled, and hold what would be sent',
} as const satisfies Record<StatusAction, string>;

/** `endpoints pause`, `resume`, `enable`, `disable`: each may be repeated. */
export const endpointsChangeStatus = STATUS_ACTIONS.map((action) =>
  defineCommand({
    name: `endpoints ${action}`,
    summary: SUMMARIES[action],
    input: z.object({ tenantId: tenantIdSchema, endpointId: endpointIdSchema }),
    arguments: ['tenantId', 'endpointId'],
    options: {},
    examples: [`endpoints ${action} acme default`],
    async run({ open, clock }, { tenantId, endpointId }) {
      const deployment = withControlQueue(await open());
      const endpoint = await changeStatus(deployment, { tenantId, endpointId }, action);
      return { tenant_id: tenantId, ...endpointView(endpoint, clock()) };
    },
    text: ({ tenant_id, endpoint_id, status }) =>
      `Endpoint ${endpoint_id} of tenant ${tenant_id} is ${status}. Workers know within a minute.`,
  }),
);
