import type { ExampleRequest, Exchange } from '@switchyard/api-docs/openapi';
import { NotFoundError, UnavailableError } from '@switchyard/core/errors';
import { IdempotencyConflictError, NoEnabledEndpointError } from '@switchyard/core/events';
import { eventIdFromIdempotencyKey } from '@switchyard/core/ids';
import { createLogger } from '@switchyard/core/logging';
import { type AppDeps, MAX_BODY_BYTES } from '../src/app.ts';
import { toDeliverySummary } from '../src/events/event-view.ts';
import { EXAMPLE_BODY, exampleDeliveries, exampleEvent } from './example-event.ts';
import { EXAMPLE_MESSAGE_BODY, exampleMessage, exampleTimeline } from './example-message.ts';

const { tenantId, eventId, eventType, createdAt } = exampleEvent;

/** Idempotency keys that make the stand-ins below behave in one way or another. */
const KEY = { conflict: 'order-1041-paid', noEndpoint: 'no-endpoint', down: 'store-down' } as const;
const UNKNOWN_ID = 'evt_06dp4zq8r0000000000000000a';
/** Events that cannot be read now. */
const DOWN_ID = 'evt_06dp4zq8r0000000000000000b';
const DOWN_STATUS = 'HELD';

const { messageId } = exampleMessage;
/** Message ids that make the stand-ins below behave in one way or another. */
const MESSAGE = {
  known: 'order-1041-shipped',
  conflict: 'order-1040-shipped',
  unknown: 'order-1-shipped',
  down: 'store-down',
} as const;
const TAKEN_EXTERNAL_ID = 'SM00000000000000000000000000001041';

/** Stands in for tables and queues, so that the app can be asked for every answer that it has. */
export const exampleDeps: AppDeps = {
  logger: createLogger('openapi', 'silent'),
  corsOrigins: [],
  acceptEvent: async ({ idempotencyKey, eventType: type }) => {
    if (idempotencyKey === KEY.conflict)
      throw new IdempotencyConflictError(eventIdFromIdempotencyKey(tenantId, idempotencyKey));
    if (idempotencyKey === KEY.noEndpoint) throw new NoEnabledEndpointError(tenantId);
    if (idempotencyKey === KEY.down) {
      throw new UnavailableError(
        'The event could not be queued. Send it again with the same Idempotency-Key.',
      );
    }
    const matched = type === eventType;
    return {
      eventId,
      status: matched ? 'PENDING' : 'UNMATCHED',
      createdAt,
      endpointIds: matched ? exampleEvent.endpointIds : [],
      repeated: false,
    };
  },
  readEvent: async (_tenantId, id) => {
    if (id === DOWN_ID) throw new UnavailableError('The event store did not answer. Try again.');
    if (id !== eventId) throw new NotFoundError('event', id);
    return { event: exampleEvent, deliveries: exampleDeliveries };
  },
  listEvents: async ({ status }) => {
    if (status === DOWN_STATUS) throw new UnavailableError('The event store did not answer. Try again.');
    const deliveries = exampleDeliveries.map(toDeliverySummary);
    const event = { event_id: eventId, event_type: eventType, created_at: createdAt, deliveries };
    return { events: [{ ...event, status: 'FAILED' }], next: `${createdAt}#${eventId}` };
  },
  requeueDelivery: async ({ endpointId }) => (endpointId === 'warehouse' ? 'requeued' : 'superseded'),
  registerMessage: async (input) => {
    const { sentAt = exampleMessage.sentAt, ...given } = input;
    const { status, statusAt, opens: _, clicks: __, ...rest } = exampleMessage;
    const registered = { ...rest, ...given, sentAt, status: 'registered', statusAt: rest.createdAt } as const;
    if (given.messageId === MESSAGE.down)
      throw new UnavailableError('The message store did not answer. Try again.');
    if (given.messageId === MESSAGE.conflict) {
      return { kind: 'conflict', field: 'recipient', message: { ...registered, recipient: '+436609876543' } };
    }
    if (given.externalId === TAKEN_EXTERNAL_ID) return { kind: 'external_id_taken' };
    if (given.messageId === MESSAGE.known)
      return { kind: 'updated', message: { ...registered, status, statusAt } };
    return { kind: 'created', message: registered };
  },
  readMessage: async (_tenantId, id) => {
    if (id === MESSAGE.down) throw new UnavailableError('The message store did not answer. Try again.');
    if (id !== messageId) throw new NotFoundError('message', id);
    return { message: exampleMessage, timeline: exampleTimeline };
  },
  clock: () => Date.parse(exampleMessage.createdAt),
};

const JSON_TYPE = { 'content-type': 'application/json' };

function exchange(operationId: string, name: string, summary: string, request: ExampleRequest): Exchange {
  return { operationId, name, summary, request };
}

const post = (name: string, summary: string, body: string, headers: Record<string, string> = {}) =>
  exchange('postEvent', name, summary, {
    method: 'POST',
    path: '/v1/events',
    headers: { ...JSON_TYPE, ...headers },
    body,
  });
const list = (name: string, summary: string, query: Record<string, string>) =>
  exchange('listEvents', name, summary, { method: 'GET', path: '/v1/events', query });
const get = (name: string, summary: string, id: string) =>
  exchange('getEvent', name, summary, { method: 'GET', path: `/v1/events/${id}` });
const retry = (name: string, summary: string, id: string, body?: string, headers = JSON_TYPE) =>
  exchange('retryEvent', name, summary, {
    method: 'POST',
    path: `/v1/events/${id}/retry`,
    ...(body === undefined ? {} : { headers, body }),
  });

const put = (name: string, summary: string, id: string, message: string, headers = JSON_TYPE) =>
  exchange('putMessage', name, summary, {
    method: 'PUT',
    path: `/v1/messages/${id}`,
    headers,
    body: message,
  });
const getMessage = (name: string, summary: string, id: string) =>
  exchange('getMessage', name, summary, { method: 'GET', path: `/v1/messages/${id}` });
const messageBody = (changes: Record<string, unknown>) =>
  JSON.stringify({ ...JSON.parse(EXAMPLE_MESSAGE_BODY), ...changes });

/** At least one for each response that an operation describes, except those that API Gateway gives. */
export const exchanges: readonly Exchange[] = [
  post('accepted', 'Two endpoints subscribed', EXAMPLE_BODY),
  post('unmatched', 'No endpoint subscribed', '{"type":"order.viewed","data":{"order_id":1042}}'),
  post('body_malformed', 'Not JSON', '{"type":'),
  post('headers_invalid', 'Idempotency-Key too long', EXAMPLE_BODY, {
    'idempotency-key': 'x'.repeat(256),
  }),
  post('idempotency_conflict', 'Key used for another body', EXAMPLE_BODY, {
    'idempotency-key': KEY.conflict,
  }),
  post('no_enabled_endpoint', 'Nothing could receive it', EXAMPLE_BODY, {
    'idempotency-key': KEY.noEndpoint,
  }),
  post('payload_too_large', 'More than 256 KiB', `{"data":"${'x'.repeat(MAX_BODY_BYTES)}"}`),
  post('content_type_unsupported', 'A form instead of JSON', 'type=order.paid', {
    'content-type': 'application/x-www-form-urlencoded',
  }),
  post('body_invalid', 'JSON, but not an object', '["order.paid"]'),
  post('unavailable', 'Stored or queued in part', EXAMPLE_BODY, { 'idempotency-key': KEY.down }),

  list('page', 'One event, more to come', { status: 'FAILED', limit: '1' }),
  list('querystring_invalid', 'A limit out of range', { limit: '1000' }),
  list('next_token_invalid', 'Not a token of this list', { next_token: 'bm90IG91cnM' }),
  list('unavailable', 'The store did not answer', { status: DOWN_STATUS }),

  get('event', 'One delivered, one waiting', eventId),
  get('params_invalid', 'Not an event id', '1042'),
  get('event_not_found', 'Unknown, or not yours', UNKNOWN_ID),
  get('unavailable', 'The store did not answer', DOWN_ID),

  retry('all', 'All that can be retried', eventId),
  retry('one', 'One endpoint’s delivery', eventId, '{"endpoint_id":"warehouse"}'),
  retry('body_malformed', 'Not JSON', eventId, '{"endpoint_id":'),
  retry('event_not_found', 'Unknown, or not yours', UNKNOWN_ID),
  retry('delivery_to_endpoint_not_found', 'Not sent to this endpoint', eventId, '{"endpoint_id":"other"}'),
  retry('nothing_to_retry', 'It was delivered', eventId, '{"endpoint_id":"default"}'),
  retry('content_type_unsupported', 'A form instead of JSON', eventId, 'endpoint_id=default', {
    'content-type': 'application/x-www-form-urlencoded',
  }),
  retry('body_invalid', 'An unknown property', eventId, '{"endpoint":"warehouse"}'),
  retry('unavailable', 'The store did not answer', DOWN_ID),

  put('registered', 'Before it is sent', messageId, EXAMPLE_MESSAGE_BODY),
  put(
    'external_id_added',
    'Its provider’s id is known now',
    MESSAGE.known,
    messageBody({ external_id: exampleMessage.externalId }),
  ),
  put('params_invalid', 'Not a message id', 'order%201042', EXAMPLE_MESSAGE_BODY),
  put('body_malformed', 'Not JSON', messageId, '{"channel":'),
  put('message_conflict', 'Registered differently', MESSAGE.conflict, EXAMPLE_MESSAGE_BODY),
  put(
    'external_id_taken',
    'Another message’s id',
    messageId,
    messageBody({ external_id: TAKEN_EXTERNAL_ID }),
  ),
  put('payload_too_large', 'More than 256 KiB', messageId, messageBody({ note: 'x'.repeat(MAX_BODY_BYTES) })),
  put('content_type_unsupported', 'A form instead of JSON', messageId, 'channel=sms', {
    'content-type': 'application/x-www-form-urlencoded',
  }),
  put('body_invalid', 'A number that is none', messageId, messageBody({ recipient: '0660 1234567' })),
  put('unavailable', 'The store did not answer', MESSAGE.down, EXAMPLE_MESSAGE_BODY),

  getMessage('message', 'Delivered', messageId),
  getMessage('params_invalid', 'Not a message id', 'order%201042'),
  getMessage('message_not_found', 'Unknown, or not yours', MESSAGE.unknown),
  getMessage('unavailable', 'The store did not answer', MESSAGE.down),
];
