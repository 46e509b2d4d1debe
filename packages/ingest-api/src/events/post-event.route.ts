import type { AcceptEventInput, AcceptedEvent } from '@switchyard/core/events';
import { type HttpApp, problemResponses } from '@switchyard/core/http';
import * as z from 'zod';
import { bodyBytesOf } from '../json-body.ts';
import { tenantOf } from '../tenant.ts';

/** A longer `type` is still accepted, but nothing can subscribe to it. */
const MAX_EVENT_TYPE_LENGTH = 128;

const headers = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x20-\x7e]{1,255}$/, 'must be 1 to 255 printable ASCII characters')
    .optional()
    .meta({
      description:
        'Makes repeating safe: the same key with the same body answers the same event again and sends nothing twice.',
      example: 'order-1042-paid',
    }),
});

const body = z.record(z.string(), z.unknown(), 'must be a JSON object').meta({
  description:
    'Any JSON object. Its bytes are delivered exactly as they came in. A top-level string `type` selects the endpoints that subscribed to it.',
  examples: [{ type: 'order.paid', data: { order_id: 1042, amount: '19.90' } }],
});

const accepted = z.object({
  event_id: z.string().meta({ example: 'evt_06dp4zq8r0c5v7k3m2x1w9h6ta' }),
  status: z.enum(['PENDING', 'UNMATCHED']).meta({
    description:
      'PENDING: it will be delivered or dead-lettered. UNMATCHED: stored, but no endpoint subscribed to its type.',
  }),
});

export function postEventRoute(
  app: HttpApp,
  deps: { readonly acceptEvent: (input: AcceptEventInput) => Promise<AcceptedEvent> },
): void {
  app.post(
    '/v1/events',
    {
      // Before the schema, which would take a missing body for one of the wrong type.
      preValidation: async (request) => {
        bodyBytesOf(request);
      },
      schema: {
        operationId: 'postEvent',
        summary: 'Send an event',
        description:
          'Stores the event and queues one signed delivery for each enabled endpoint that wants its type.',
        tags: ['Events'],
        headers,
        body,
        response: {
          201: accepted.meta({ description: 'Durable: it will be delivered or dead-lettered.' }),
          ...problemResponses(400, 409, 413, 415, 422),
        },
      },
    },
    async (request, reply) => {
      const tenantId = tenantOf(request);
      const { type } = request.body;
      const eventType = typeof type === 'string' && type.length <= MAX_EVENT_TYPE_LENGTH ? type : undefined;
      request.outcome = { tenantId };
      const event = await deps.acceptEvent({
        tenantId,
        payload: bodyBytesOf(request),
        eventType,
        idempotencyKey: request.headers['idempotency-key'],
        correlationId: request.id,
      });
      const { eventId, status, repeated, createdAt, endpointIds } = event;
      request.outcome = {
        tenantId,
        eventId,
        outcome: repeated ? 'repeated' : 'accepted',
        endpoints: endpointIds.length,
        acceptedAt: createdAt,
      };
      if (repeated) reply.header('idempotent-replayed', 'true');
      return reply.code(201).send({ event_id: eventId, status });
    },
  );
}
