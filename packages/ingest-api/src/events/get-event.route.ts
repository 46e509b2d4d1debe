import { eventStatus, eventStatusSchema } from '@switchyard/core/deliveries';
import { type HttpApp, problemResponses } from '@switchyard/core/http';
import { eventIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { tenantOf } from '../tenant.ts';
import { deliveryViewSchema, toDeliveryView } from './event-view.ts';
import type { createReadEvent } from './read-event.ts';

const eventView = z.object({
  event_id: z.string(),
  event_type: z.string().optional(),
  status: eventStatusSchema,
  created_at: z.iso.datetime(),
  correlation_id: z.string().meta({ description: 'Names this event in every log line about it.' }),
  source: z
    .object({ provider: z.string(), provider_id: z.string() })
    .optional()
    .meta({ description: 'The provider’s callback that it was made of; absent when you sent it.' }),
  deliveries: z.array(deliveryViewSchema),
  payload: z.record(z.string(), z.unknown()).meta({ description: 'The event as it came in, byte for byte.' }),
});

export const eventParams = z.object({
  event_id: eventIdSchema.meta({
    description: 'As it was answered when the event was sent.',
    example: 'evt_06dp4zq8r0c5v7k3m2x1w9h6ta',
  }),
});

export function getEventRoute(
  app: HttpApp,
  deps: { readonly readEvent: ReturnType<typeof createReadEvent> },
): void {
  app.get(
    '/v1/events/:event_id',
    {
      schema: {
        operationId: 'getEvent',
        summary: 'Read an event',
        description: 'The event with its payload, its deliveries and every attempt made.',
        tags: ['Events'],
        params: eventParams,
        response: { 200: eventView, ...problemResponses(400, 404) },
      },
    },
    async (request, reply) => {
      const tenantId = tenantOf(request);
      const eventId = request.params.event_id;
      request.outcome = { tenantId, eventId };
      const { event, deliveries } = await deps.readEvent(tenantId, eventId);
      const head = JSON.stringify({
        event_id: event.eventId,
        event_type: event.eventType,
        status: eventStatus(deliveries.map(({ status }) => status)),
        created_at: event.createdAt,
        correlation_id: event.correlationId,
        source:
          event.source === undefined
            ? undefined
            : { provider: event.source.provider, provider_id: event.source.providerId },
        deliveries: deliveries.map(toDeliveryView),
      });
      // The payload is spliced in as it came: parsing and writing it again would change its numbers.
      const payload = Buffer.from(event.payload).toString('utf8');
      return reply
        .type('application/json; charset=utf-8')
        .serializer((text) => String(text))
        .send(`${head.slice(0, -1)},"payload":${payload}}` as never);
    },
  );
}
