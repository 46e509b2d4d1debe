import { NotFoundError, orUnavailable } from '@switchyard/core/errors';
import { readEvent } from '@switchyard/core/events';
import { tenantProblems, tenantRoute } from '../api.ts';
import { EXAMPLE_EVENT_ID, UNKNOWN_EVENT_ID } from '../examples.ts';
import { tenantOf } from '../tenant.ts';
import { eventBodySchema } from './event-body.ts';
import { eventParams } from './get-event.route.ts';

export const getPayloadRoute = tenantRoute({
  method: 'GET',
  path: '/v1/events/{event_id}/payload',
  portal: 'read',
  schema: {
    operationId: 'getPayload',
    summary: 'Read a payload',
    description: 'The bytes as they came in and as they are delivered, and nothing else.',
    tags: ['Events'],
    params: eventParams,
    response: {
      200: { description: 'The payload.', content: { 'application/json': { schema: eventBodySchema } } },
      ...tenantProblems(400, 404),
    },
  },
  async answer(api, request, reply) {
    const tenantId = tenantOf(request);
    const eventId = request.params.event_id;
    request.outcome = { tenantId, eventId };
    const reading = readEvent(api, tenantId, eventId);
    const event = await orUnavailable(reading, 'The event store did not answer. Try again.');
    if (event === undefined) throw new NotFoundError('event', eventId);
    return (
      reply
        .type('application/json')
        .headers({
          // Whatever is in it, no browser shows it as a page of ours.
          'content-disposition': `attachment; filename="${eventId}.json"`,
          'content-security-policy': "sandbox; default-src 'none'",
          'x-content-type-options': 'nosniff',
          'cache-control': 'private, no-store',
        })
        .serializer((bytes) => String(bytes))
        // Only JSON was accepted, which is UTF-8: as text it is the same bytes.
        .send(Buffer.from(event.payload).toString('utf8') as never)
    );
  },
  examples: () => [
    { name: 'payload', summary: 'As it came in', path: `/v1/events/${EXAMPLE_EVENT_ID}/payload` },
    { name: 'params_invalid', summary: 'Not an event id', path: '/v1/events/1042/payload' },
    {
      name: 'event_not_found',
      summary: 'Unknown, or not yours',
      path: `/v1/events/${UNKNOWN_EVENT_ID}/payload`,
    },
    {
      name: 'unavailable',
      summary: 'The store did not answer',
      path: `/v1/events/${EXAMPLE_EVENT_ID}/payload`,
      state: 'store_down',
    },
  ],
});
