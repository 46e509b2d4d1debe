import { eventStatusSchema } from '@switchyard/core/deliveries';
import { described } from '@switchyard/core/http';
import * as z from 'zod';
import { tenantProblems, tenantRoute } from '../api.ts';
import { tenantOf } from '../tenant.ts';
import { eventSummarySchema } from './event-view.ts';
import { listEvents } from './list-events.ts';
import { decodeNextToken, encodeNextToken } from './next-token.ts';

const MAX_LIMIT = 100;
const LIMIT_ALLOWED = `must be a whole number from 1 to ${MAX_LIMIT}`;

const querystring = z.strictObject({
  status: eventStatusSchema.optional().meta({ description: 'Only events in this status.' }),
  limit: z.coerce
    .number(LIMIT_ALLOWED)
    .int(LIMIT_ALLOWED)
    .min(1, LIMIT_ALLOWED)
    .max(MAX_LIMIT, LIMIT_ALLOWED)
    .default(20)
    .meta({ description: 'How many, 1 to 100.' }),
  next_token: z.string().max(1024).optional().meta({ description: 'Where the page before this one ended.' }),
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
    const after = token === undefined ? undefined : decodeNextToken(tenantId, status, token);
    const { events, next } = await listEvents(api, { tenantId, status, limit, after });
    return { events, next_token: next === undefined ? null : encodeNextToken(tenantId, status, next) };
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
