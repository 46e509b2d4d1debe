import { eventStatusSchema } from '@switchyard/core/deliveries';
import { described } from '@switchyard/core/http';
import * as z from 'zod';
import { tenantProblems, tenantRoute } from '../api.ts';
import { decodeNextToken, encodeNextToken } from '../next-token.ts';
import { pageQuery } from '../page-query.ts';
import { tenantOf } from '../tenant.ts';
import { eventSummarySchema } from './event-view.ts';
import { listEvents } from './list-events.ts';

const POSITION = /^[\dTZ:.-]{20,30}#evt_[0-9a-z]+$/;

const querystring = z.strictObject({
  status: eventStatusSchema.optional().meta({ description: 'Only events in this status.' }),
  ...pageQuery({ most: 100, usual: 20 }),
});

const page = z.object({
  events: z.array(eventSummarySchema),
  next_token: z.string().nullable().meta({
    description:
      'Pass it back for the next page; null at the end. A page may hold fewer events than the limit, even none.',
  }),
});

export const listEventsRoute = tenantRoute({
  method: 'GET',
  path: '/v1/events',
  schema: {
    operationId: 'listEvents',
    summary: 'List events',
    description: 'Newest first. An event’s status is that of its worst-off delivery.',
    tags: ['Events'],
    querystring,
    response: { 200: described('A page of events.', page), ...tenantProblems(400) },
  },
  async answer(api, request) {
    const tenantId = tenantOf(request);
    request.outcome = { tenantId };
    const { status, limit, next_token: token } = request.query;
    const list = { tenantId, filter: status, position: POSITION };
    const after = token === undefined ? undefined : decodeNextToken(list, token);
    const { events, next } = await listEvents(api, { tenantId, status, limit, after });
    return { events, next_token: next === undefined ? null : encodeNextToken(list, next) };
  },
  examples: () => [
    { name: 'page', summary: 'One event, more to come', query: { status: 'FAILED', limit: '1' } },
    { name: 'querystring_invalid', summary: 'A limit out of range', query: { limit: '1000' } },
    {
      name: 'next_token_invalid',
      summary: 'Not a token of this list',
      query: { next_token: 'bm90IG91cnM' },
    },
    { name: 'unavailable', summary: 'The store did not answer', state: 'store_down' },
  ],
});
