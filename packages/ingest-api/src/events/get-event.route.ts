import { eventStatus, eventStatusSchema } from '@switchyard/core/deliveries';
import { orUnavailable } from '@switchyard/core/errors';
import { deliveryViewSchema, toDeliveryView } from '@switchyard/core/event-views';
import { described } from '@switchyard/core/http';
import { eventIdSchema } from '@switchyard/core/ids';
import { waitsFor } from '@switchyard/core/ordering';
import * as z from 'zod';
import { tenantProblems, tenantRoute } from '../api.ts';
import { EXAMPLE_EVENT_ID, UNKNOWN_EVENT_ID } from '../examples.ts';
import { tenantOf } from '../tenant.ts';
import { readEvent } from './read-event.ts';

const eventView = z.object({
  event_id: z.string(),
  event_type: z.string().optional(),
  ordering_key: z.string().optional().meta({ description: 'The Ordering-Key that it was sent with.' }),
  status: eventStatusSchema,
  created_at: z.iso.datetime(),
  correlation_id: z.string().meta({ description: 'Names this event in every log line about it.' }),
  source: z.object({ provider: z.string(), provider_id: z.string() }).optional().meta({
    description:
      'The provider’s callback that it was made of, or `switchyard` for an operational event; absent when you sent it.',
  }),
  deliveries: z.array(deliveryViewSchema),
  payload: z.record(z.string(), z.unknown()).meta({ description: 'The event as it came in, byte for byte.' }),
});

export const eventParams = z.object({
  event_id: eventIdSchema.meta({
    description: 'As it was answered when the event was sent.',
    example: EXAMPLE_EVENT_ID,
  }),
});

export const getEventRoute = tenantRoute({
  method: 'GET',
  path: '/v1/events/{event_id}',
  portal: 'read',
  schema: {
    operationId: 'getEvent',
    summary: 'Read an event',
    description: 'The event with its payload, its deliveries and every attempt made.',
    tags: ['Events'],
    params: eventParams,
    response: { 200: described('The event.', eventView), ...tenantProblems(400, 404) },
  },
  async answer(api, request, reply) {
    const tenantId = tenantOf(request);
    const eventId = request.params.event_id;
    request.outcome = { tenantId, eventId };
    const { event, deliveries } = await readEvent(api, tenantId, eventId);
    const ahead = await orUnavailable(
      Promise.all(deliveries.map((delivery) => waitsFor(api, delivery))),
      'The event store did not answer. Try again.',
    );
    const head = JSON.stringify({
      event_id: event.eventId,
      event_type: event.eventType,
      ordering_key: event.orderingKey,
      status: eventStatus(deliveries.map(({ status }) => status)),
      created_at: event.createdAt,
      correlation_id: event.correlationId,
      source:
        event.source === undefined
          ? undefined
          : { provider: event.source.provider, provider_id: event.source.providerId },
      deliveries: deliveries.map((delivery, index) => toDeliveryView(delivery, ahead[index])),
    });
    // The payload is spliced in as it came: parsing and writing it again would change its numbers.
    const payload = Buffer.from(event.payload).toString('utf8');
    return reply
      .type('application/json; charset=utf-8')
      .serializer((text) => String(text))
      .send(`${head.slice(0, -1)},"payload":${payload}}` as never);
  },
  examples: () => [
    { name: 'event', summary: 'One delivered, one waiting', path: `/v1/events/${EXAMPLE_EVENT_ID}` },
    { name: 'params_invalid', summary: 'Not an event id', path: '/v1/events/1042' },
    { name: 'event_not_found', summary: 'Unknown, or not yours', path: `/v1/events/${UNKNOWN_EVENT_ID}` },
    {
      name: 'unavailable',
      summary: 'The store did not answer',
      path: `/v1/events/${EXAMPLE_EVENT_ID}`,
      state: 'store_down',
    },
  ],
});
