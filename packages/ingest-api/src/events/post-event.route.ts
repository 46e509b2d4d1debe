import { acceptEvent } from '@switchyard/core/accept-event';
import * as z from 'zod';
import { MAX_BODY_BYTES, tenantProblems, tenantRoute } from '../api.ts';
import {
  EXAMPLE_BODY,
  EXAMPLE_EVENT_ID,
  EXAMPLE_FORM_HEADERS,
  EXAMPLE_JSON_HEADERS,
  EXAMPLE_KEY,
  EXAMPLE_ORDERING_KEY,
} from '../examples.ts';
import { bodyBytesOf } from '../json-body.ts';
import { tenantOf } from '../tenant.ts';

/** A longer `type` is still accepted, but nothing can subscribe to it. */
export const MAX_EVENT_TYPE_LENGTH = 128;

/** What an event is of, by its payload. */
export const typeOf = ({ type }: Readonly<Record<string, unknown>>): string | undefined =>
  typeof type === 'string' && type.length <= MAX_EVENT_TYPE_LENGTH ? type : undefined;

export const idempotencyKeySchema = z
  .string()
  .regex(/^[\x20-\x7e]{1,255}$/, 'must be 1 to 255 printable ASCII characters');

export const idempotencyHeaders = z.looseObject({
  'idempotency-key': idempotencyKeySchema.optional().meta({
    description:
      'Makes repeating safe: the same key with the same body is answered the same again, and nothing is done twice.',
    example: EXAMPLE_KEY,
  }),
});

/** The longest Ordering-Key. */
const MAX_ORDERING_KEY_LENGTH = 128;

const headers = idempotencyHeaders.extend({
  'ordering-key': z
    .string()
    .regex(new RegExp(`^[\\x20-\\x7e]{1,${MAX_ORDERING_KEY_LENGTH}}$`), {
      error: ({ input }) =>
        `must be 1 to ${MAX_ORDERING_KEY_LENGTH} printable ASCII characters; these are ${String(input).length}: ${JSON.stringify(String(input).slice(0, 40))}`,
    })
    .optional()
    .meta({
      description:
        'Events of one key, such as an order’s, reach each endpoint one after another, in the order in which they were accepted: while one is retried or held, those behind it wait, and no others.',
      example: EXAMPLE_ORDERING_KEY,
    }),
});

const body = z.record(z.string(), z.unknown(), 'must be a JSON object').meta({
  description:
    'Any JSON object. Its bytes are delivered exactly as they came in. A top-level string `type` selects the endpoints that subscribed to it.',
  examples: [{ type: 'order.paid', data: { order_id: 1042, amount: '19.90' } }],
});

const accepted = z.object({
  event_id: z.string().meta({ example: EXAMPLE_EVENT_ID }),
  status: z.enum(['PENDING', 'UNMATCHED']).meta({
    description:
      'PENDING: it will be delivered or dead-lettered, or held while its endpoint is paused, disabled or down. UNMATCHED: stored, but no endpoint subscribed to its type.',
  }),
});

export const postEventRoute = tenantRoute({
  method: 'POST',
  path: '/v1/events',
  // Before the schema, which would take a missing body for one of the wrong type.
  before: bodyBytesOf,
  schema: {
    operationId: 'postEvent',
    summary: 'Send an event',
    description:
      'Stores the event and queues one signed delivery for each endpoint that wants its type. Deliveries to an endpoint that is paused, disabled or down are held, and sent once it is back.',
    tags: ['Events'],
    headers,
    body,
    response: {
      201: accepted.meta({ description: 'Durable: it will be delivered or dead-lettered.' }),
      ...tenantProblems(400, 409, 413, 415, 422),
    },
  },
  async answer(api, request, reply) {
    const tenantId = tenantOf(request);
    request.outcome = { tenantId };
    const event = await acceptEvent(api, {
      tenantId,
      payload: bodyBytesOf(request),
      eventType: typeOf(request.body),
      idempotencyKey: request.headers['idempotency-key'],
      orderingKey: request.headers['ordering-key'],
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
  answerHeaders: {
    201: {
      'Idempotent-Replayed': {
        description: '`true` when an earlier request with this Idempotency-Key had made the event.',
        schema: { type: 'string', const: 'true' },
      },
    },
  },
  examples: () => {
    const withKey = (key: string) => ({ ...EXAMPLE_JSON_HEADERS, 'idempotency-key': key });
    const paid = {
      headers: { ...withKey(EXAMPLE_KEY), 'ordering-key': EXAMPLE_ORDERING_KEY },
      body: EXAMPLE_BODY,
    };
    const viewed = '{"type":"order.viewed","data":{"order_id":1042}}';
    return [
      { ...paid, name: 'accepted', summary: 'Two endpoints subscribed' },
      {
        name: 'unmatched',
        summary: 'No endpoint subscribed',
        headers: withKey('order-1042-viewed'),
        body: viewed,
      },
      { ...paid, name: 'body_malformed', summary: 'Not JSON', body: '{"type":' },
      {
        ...paid,
        name: 'headers_invalid',
        summary: 'Idempotency-Key too long',
        headers: withKey('x'.repeat(256)),
      },
      {
        ...paid,
        name: 'ordering_key_invalid',
        summary: 'Ordering-Key too long',
        headers: { ...EXAMPLE_JSON_HEADERS, 'ordering-key': 'x'.repeat(MAX_ORDERING_KEY_LENGTH + 1) },
      },
      { ...paid, name: 'idempotency_conflict', summary: 'Key used for another body', body: viewed },
      { ...paid, name: 'no_enabled_endpoint', summary: 'Nothing could receive it', state: 'no_endpoint' },
      {
        ...paid,
        name: 'payload_too_large',
        summary: 'More than 256 KiB',
        body: `{"data":"${'x'.repeat(MAX_BODY_BYTES)}"}`,
      },
      {
        name: 'content_type_unsupported',
        summary: 'A form instead of JSON',
        headers: EXAMPLE_FORM_HEADERS,
        body: 'type=order.paid',
      },
      { ...paid, name: 'body_invalid', summary: 'JSON, but not an object', body: '["order.paid"]' },
      { ...paid, name: 'unavailable', summary: 'Stored or queued in part', state: 'queue_down' },
    ];
  },
});
