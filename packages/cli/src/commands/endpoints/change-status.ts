import { changeStatus, STATUS_ACTIONS, type StatusAction } from '@switchyard/core/endpoints/change-status';
import { endpointIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { withQueues } from '../../endpoint-control.ts';
import { endpointAnswer } from './endpoint-text.ts';
import { ifMatchInput, ifMatchOption } from './setting-options.ts';

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
    input: z.object({ tenantId: tenantIdSchema, endpointId: endpointIdSchema, ifMatch: ifMatchInput }),
    arguments: ['tenantId', 'endpointId'],
    options: { ifMatch: ifMatchOption },
    examples: [`endpoints ${action} acme default`],
    async run({ open, clock }, id) {
      return endpointAnswer(await changeStatus(withQueues(await open()), id, action), clock());
    },
    text: ({ tenant_id, endpoint_id, status }) =>
      `Endpoint ${endpoint_id} of tenant ${tenant_id} is ${status}. Workers know within a minute.`,
  }),
);
