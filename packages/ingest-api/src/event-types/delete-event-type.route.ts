import { orUnavailable } from '@switchyard/core/errors';
import { unregisterType } from '@switchyard/core/event-types';
import { described } from '@switchyard/core/http';
import * as z from 'zod';
import { tenantProblems, tenantRoute } from '../api.ts';
import { tenantOf } from '../tenant.ts';
import { EXAMPLE_TYPE, eventTypeParams, LONG_TYPE, UNKNOWN_TYPE } from './event-type-response.ts';

const deleted = z.object({ event_type: z.string(), deleted: z.literal(true) });

export const deleteEventTypeRoute = tenantRoute({
  method: 'DELETE',
  path: '/v1/event-types/{event_type}',
  portal: 'never',
  schema: {
    operationId: 'deleteEventType',
    summary: 'Delete an event type',
    description:
      'Forgets what was registered of it; within a minute its events are no longer checked. What was seen of it stays.',
    tags: ['Event types'],
    params: eventTypeParams,
    response: { 200: described('Deleted.', deleted), ...tenantProblems(400, 404) },
  },
  async answer(api, request) {
    const tenantId = tenantOf(request);
    const { event_type: eventType } = request.params;
    const deleting = unregisterType(api, { tenantId, eventType });
    await orUnavailable(deleting, 'The event type could not be deleted. Try again.');
    request.outcome = { tenantId, outcome: 'deleted' };
    return { event_type: eventType, deleted: true as const };
  },
  examples: () => [
    { name: 'deleted', summary: 'Deleted', path: EXAMPLE_TYPE },
    { name: 'params_invalid', summary: 'Too long', path: LONG_TYPE },
    { name: 'event_type_not_found', summary: 'Not registered', path: UNKNOWN_TYPE },
    { name: 'unavailable', summary: 'The store did not answer', path: EXAMPLE_TYPE, state: 'store_down' },
  ],
});
