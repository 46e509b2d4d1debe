import { eventStatusSchema } from '@switchyard/core/deliveries';
import { eventSummarySchema, listEvents } from '@switchyard/core/event-views';
import { described } from '@switchyard/core/http';
import { endpointIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { instant } from '../allowed.ts';
import { tenantProblems, tenantRoute } from '../api.ts';
import { EXAMPLE_KEY } from '../examples.ts';
import { decodeNextToken, encodeNextToken } from '../next-token.ts';
import { pageQuery } from '../page-query.ts';
import { tenantOf } from '../tenant.ts';
import { idempotencyKeySchema, MAX_EVENT_TYPE_LENGTH } from './event-body.ts';

const POSITION = /^[\dTZ:.-]{20,30}#evt_[0-9a-z]+$/;

const querystring = z.strictObject({
  status: eventStatusSchema.optional().meta({
    description: 'Only events in this status; with `endpoint_id`, of the delivery to that endpoint.',
  }),
  type: z
    .string()
    .min(1, 'must be an event type of 1 to 128 characters')
    .max(MAX_EVENT_TYPE_LENGTH, 'must be an event type of 1 to 128 characters')
    .optional()
    .meta({ description: 'Only of this type: `order.paid`, or all of `order.*`.' }),
  endpoint_id: endpointIdSchema
    .optional()
    .meta({ description: 'Only events that have a delivery to this endpoint.' }),
  since: instant.optional().meta({ description: 'Only events accepted from then on.' }),
  until: instant.optional().meta({ description: 'Only events accepted up to then.' }),
  idempotency_key: idempotencyKeySchema
    .optional()
    .meta({ description: 'The one event that was sent with this `Idempotency-Key`.' }),
  ...pageQuery({ most: 100, usual: 20 }),
});

const page = z.object({
  events: z.array(eventSummarySchema),
  next_token: z.string().nullable().meta({
    description:
      'Pass it back, with the same filter, for the next page; null at the end. A page may hold fewer events than the limit, even none: what is looked at for one is bounded.',
  }),
});

export const listEventsRoute = tenantRoute({
  method: 'GET',
  path: '/v1/events',
  portal: 'read',
  schema: {
    operationId: 'listEvents',
    summary: 'List events',
    description:
      'Newest first; filters can be combined. An event’s status is that of its worst-off delivery.',
    tags: ['Events'],
    querystring,
    response: { 200: described('A page of events.', page), ...tenantProblems(400) },
  },
  async answer(api, request) {
    const tenantId = tenantOf(request);
    request.outcome = { tenantId };
    const { limit, next_token: token, ...query } = request.query;
    const list = { tenantId, filter: filterText(query), position: POSITION };
    const after = token === undefined ? undefined : decodeNextToken(list, token);
    const filter = {
      status: query.status,
      eventType: query.type,
      endpointId: query.endpoint_id,
      since: query.since,
      until: query.until,
      idempotencyKey: query.idempotency_key,
    };
    const { events, next } = await listEvents(api, { tenantId, filter, limit, after });
    return { events, next_token: next === undefined ? null : encodeNextToken(list, next) };
  },
  examples: () => [
    { name: 'page', summary: 'One event, more to come', query: { status: 'FAILED', limit: '1' } },
    {
      name: 'filtered',
      summary: 'By type, endpoint and time',
      query: {
        ...{ type: 'order.*', endpoint_id: 'warehouse', status: 'FAILED' },
        ...{ since: '2026-03-02T00:00:00Z', until: '2026-03-03T00:00:00Z' },
      },
    },
    { name: 'of_key', summary: 'By its Idempotency-Key', query: { idempotency_key: EXAMPLE_KEY } },
    { name: 'querystring_invalid', summary: 'A limit out of range', query: { limit: '1000' } },
    {
      name: 'event_filter_invalid',
      summary: 'Filters that exclude each other',
      query: { status: 'UNMATCHED', endpoint_id: 'warehouse' },
    },
    {
      name: 'next_token_invalid',
      summary: 'Not a token of this list',
      query: { next_token: 'bm90IG91cnM' },
    },
    { name: 'unavailable', summary: 'The store did not answer', state: 'store_down' },
  ],
});

/** What a token is bound to; a status alone stands there as it always did. */
function filterText({ status, ...others }: Readonly<Record<string, string | undefined>>): string | undefined {
  const given = Object.entries(others).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value.toWellFormed())}`],
  );
  const all = [...(status === undefined ? [] : [status]), ...given.toSorted()];
  return all.length === 0 ? undefined : all.join('&');
}
