import { orUnavailable } from '@switchyard/core/errors';
import { eventTypeView, readType } from '@switchyard/core/event-types';
import { described } from '@switchyard/core/http';
import { tenantProblems, tenantRoute } from '../api.ts';
import { tenantOf } from '../tenant.ts';
import {
  EXAMPLE_TYPE,
  eventTypeParams,
  eventTypeViewSchema,
  LONG_TYPE,
  UNKNOWN_TYPE,
} from './event-type-response.ts';

export const getEventTypeRoute = tenantRoute({
  method: 'GET',
  path: '/v1/event-types/{event_type}',
  portal: 'read',
  schema: {
    operationId: 'getEventType',
    summary: 'Read an event type',
    description: 'What you registered of it, with its schema, and what was seen of it.',
    tags: ['Event types'],
    params: eventTypeParams,
    response: { 200: described('The type.', eventTypeViewSchema), ...tenantProblems(400, 404) },
  },
  async answer(api, request) {
    const tenantId = tenantOf(request);
    request.outcome = { tenantId };
    const reading = readType(api, { tenantId, eventType: request.params.event_type });
    return eventTypeView(await orUnavailable(reading, 'The event type could not be read. Try again.'));
  },
  examples: () => [
    { name: 'event_type', summary: 'Registered and seen', path: EXAMPLE_TYPE },
    { name: 'params_invalid', summary: 'Too long', path: LONG_TYPE },
    { name: 'event_type_not_found', summary: 'Neither registered nor seen', path: UNKNOWN_TYPE },
    { name: 'unavailable', summary: 'The store did not answer', path: EXAMPLE_TYPE, state: 'store_down' },
  ],
});
