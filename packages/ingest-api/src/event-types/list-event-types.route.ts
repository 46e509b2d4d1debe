import { orUnavailable } from '@switchyard/core/errors';
import { eventTypeView, listTypes } from '@switchyard/core/event-types';
import { described } from '@switchyard/core/http';
import * as z from 'zod';
import { tenantProblems, tenantRoute } from '../api.ts';
import { decodeNextToken, encodeNextToken } from '../next-token.ts';
import { pageQuery } from '../page-query.ts';
import { tenantOf } from '../tenant.ts';
import { eventTypeViewSchema } from './event-type-response.ts';

/** A type. */
const POSITION = /^.{1,128}$/s;

const page = z.object({
  event_types: z.array(eventTypeViewSchema),
  next_token: z.string().nullable().meta({
    description: 'Pass it back for the next page; null at the end. A page may hold fewer than the limit.',
  }),
});

export const listEventTypesRoute = tenantRoute({
  method: 'GET',
  path: '/v1/event-types',
  portal: 'read',
  schema: {
    operationId: 'listEventTypes',
    summary: 'List event types',
    description: 'Those that you registered, and those of which events came in the last 30 days, by name.',
    tags: ['Event types'],
    querystring: z.strictObject(pageQuery({ most: 100, usual: 50 })),
    response: { 200: described('A page of types.', page), ...tenantProblems(400) },
  },
  async answer(api, request) {
    const tenantId = tenantOf(request);
    request.outcome = { tenantId };
    const { limit, next_token: token } = request.query;
    const list = { tenantId, filter: 'event_types', position: POSITION };
    const after = token === undefined ? undefined : decodeNextToken(list, token);
    const listing = listTypes(api, { tenantId, limit, after });
    const { types, next } = await orUnavailable(listing, 'The event types could not be read. Try again.');
    return {
      event_types: types.map(eventTypeView),
      next_token: next === undefined ? null : encodeNextToken(list, next),
    };
  },
  examples: () => [
    { name: 'page', summary: 'One of two', query: { limit: '1' } },
    { name: 'querystring_invalid', summary: 'A limit out of range', query: { limit: '1000' } },
    {
      name: 'next_token_invalid',
      summary: 'Not a token of this list',
      query: { next_token: 'bm90IG91cnM' },
    },
    { name: 'unavailable', summary: 'The store did not answer', state: 'store_down' },
  ],
});
