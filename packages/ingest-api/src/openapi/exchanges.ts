import {
  createLogger,
  eventIdFromIdempotencyKey,
  IdempotencyConflictError,
  NoEnabledEndpointError,
  NotFoundError,
  UnavailableError,
} from '@switchyard/core';
import type { ApiGatewayRequest, Exchange } from '@switchyard/core/documentation';
import { type AppDeps, MAX_BODY_BYTES } from '../app.ts';
import { toDeliverySummary } from '../events/event-view.ts';
import { EXAMPLE_BODY, EXAMPLE_REQUEST_ID, exampleDeliveries, exampleEvent } from './example-event.ts';

const { tenantId, eventId, eventType, createdAt } = exampleEvent;

/** Idempotency keys that make the stand-ins below behave in one way or another. */
const KEY = { conflict: 'order-1041-paid', noEndpoint: 'no-endpoint', down: 'store-down' } as const;
const UNKNOWN_ID = 'evt_06dp4zq8r0000000000000000a';
/** Events that cannot be read now. */
const DOWN_ID = 'evt_06dp4zq8r0000000000000000b';
const DOWN_STATUS = 'HELD';

/** Stands in for tables and queues, so that the app can be asked for every answer that it has. */
export const exampleDeps: AppDeps = {
  logger: createLogger('openapi', 'silent'),
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
};

const JSON_TYPE = { 'content-type': 'application/json' };

function exchange(
  operationId: string,
  name: string,
  summary: string,
  request: Omit<ApiGatewayRequest, 'requestId' | 'authorizer'>,
): Exchange {
  return {
    operationId,
    name,
    summary,
    request: { ...request, requestId: EXAMPLE_REQUEST_ID, authorizer: { tenantId } },
  };
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
];
