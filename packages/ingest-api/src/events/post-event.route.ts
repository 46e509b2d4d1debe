import { acceptEvent } from '@switchyard/core/accept-event';
import { MAX_BATCH_LINES } from '@switchyard/core/batch-limits';
import { described, HttpError, problemResponses } from '@switchyard/core/http';
import * as z from 'zod';
import { MAX_BODY_BYTES, tenantProblems, tenantRoute } from '../api.ts';
import {
  EXAMPLE_BODY,
  EXAMPLE_FORM_HEADERS,
  EXAMPLE_JSON_HEADERS,
  EXAMPLE_KEY,
  EXAMPLE_ORDERING_KEY,
} from '../examples.ts';
import { bodyBytesOf } from '../json-body.ts';
import { tenantOf } from '../tenant.ts';
import { acceptedSchema } from './accepted.ts';
import { batchAnswerSchema } from './batch-answer.ts';
import { batchExamples } from './batch-examples.ts';
import { eventBodySchema, idempotencyKeySchema, typeOf } from './event-body.ts';
import { NDJSON } from './ndjson.ts';
import { acceptNdjsonBodies } from './ndjson-body.ts';
import { postBatch } from './post-batch.ts';

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
  'idempotency-key-field': idempotencyKeySchema.optional().meta({
    description: `With ${NDJSON}: the name of the top-level field of each line whose text is the key of that line, as if it had come alone with it.`,
  }),
});

export const postEventRoute = tenantRoute({
  method: 'POST',
  path: '/v1/events',
  portal: 'never',
  takesDeepBodies: true,
  // Before the schema, which would take a missing body for one of the wrong type.
  before: (request) => {
    bodyBytesOf(request);
  },
  alsoTakes: {
    register: acceptNdjsonBodies,
    content: {
      [NDJSON]: {
        schema: {
          type: 'string',
          description: `1 to ${MAX_BATCH_LINES} events, a JSON object on each line, up to 256 KiB each and 4 MiB together. Each is delivered exactly as it came in, without the LF or CR LF that ends it. Lines of white space are left out.`,
        },
      },
    },
  },
  schema: {
    operationId: 'postEvent',
    summary: 'Send events',
    description: `Stores the event and queues one signed delivery for each endpoint that wants its type. Deliveries to an endpoint that is paused, disabled or down are held, and sent once it is back.

With \`Content-Type: ${NDJSON}\` each line is an event, and has a result of its own: a line that is refused changes nothing about the others. \`Idempotency-Key\` then stands for the whole body: a repeat does what was left undone, and answers the rest the same. Such a request counts as one where requests are limited.`,
    tags: ['Events'],
    headers,
    body: eventBodySchema,
    response: {
      200: described('Each line is an event now.', batchAnswerSchema),
      201: acceptedSchema.meta({ description: 'Durable: it will be delivered or dead-lettered.' }),
      207: described(
        'Some lines are events now, or none is; each result says which, and why.',
        batchAnswerSchema,
      ),
      ...tenantProblems(400, 409, 413, 415, 422, 429),
      ...problemResponses([413, 415], {
        413: 'The event is larger than 256 KiB; or the batch is larger than 4 MiB, or has too many lines.',
        415: `The content type is neither application/json nor ${NDJSON}, or the body is compressed.`,
      }),
    },
  },
  async answer(api, request, reply) {
    const tenantId = tenantOf(request);
    request.outcome = { tenantId };
    const {
      'idempotency-key': idempotencyKey,
      'idempotency-key-field': keyField,
      'ordering-key': orderingKey,
    } = request.headers;
    const { bodyLines: lines } = request;
    if (lines !== undefined) {
      if (orderingKey !== undefined)
        throw new HttpError(
          400,
          'headers_invalid',
          'Ordering-Key is for an event that is sent alone: the lines of a batch have no order among them.',
        );
      const batch = await postBatch(api, request, { tenantId, lines, idempotencyKey, keyField });
      return reply.code(batch.failed === 0 ? 200 : 207).send(batch);
    }
    if (keyField !== undefined)
      throw new HttpError(
        400,
        'headers_invalid',
        `Idempotency-Key-Field goes with the content type ${NDJSON}.`,
      );
    const event = await acceptEvent(api, {
      tenantId,
      payload: bodyBytesOf(request),
      eventType: typeOf(request.body),
      idempotencyKey,
      orderingKey,
      correlationId: request.id,
    });
    const { eventId, status, repeated, createdAt, endpointIds } = event;
    request.outcome = {
      tenantId,
      eventId,
      outcome: repeated ? 'repeated' : 'accepted',
      endpoints: endpointIds.length,
      ...(repeated ? { acceptedAt: createdAt } : {}),
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
      {
        ...paid,
        name: 'content_encoding_unsupported',
        summary: 'A compressed body',
        headers: { ...EXAMPLE_JSON_HEADERS, 'content-encoding': 'gzip' },
      },
      {
        name: 'event_invalid',
        summary: 'Not as the schema of its type',
        headers: withKey('order-1043-paid'),
        body: '{"type":"order.paid","data":{"order_id":"1043"}}',
      },
      { ...paid, name: 'body_invalid', summary: 'JSON, but not an object', body: '["order.paid"]' },
      { ...paid, name: 'unavailable', summary: 'Stored or queued in part', state: 'queue_down' },
      ...batchExamples(),
    ];
  },
});
