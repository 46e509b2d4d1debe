import { attemptsGoneSchema, listAttempts, listedAttemptSchema } from '@switchyard/core/event-views';
import { described } from '@switchyard/core/http';
import { endpointIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { tenantProblems, tenantRoute } from '../api.ts';
import { EXAMPLE_EVENT_ID, UNKNOWN_EVENT_ID } from '../examples.ts';
import { decodeNextToken, encodeNextToken } from '../next-token.ts';
import { pageQuery } from '../page-query.ts';
import { tenantOf } from '../tenant.ts';
import { eventParams } from './get-event.route.ts';

const POSITION = /^[\dTZ:.-]{20,30}#[a-z0-9][a-z0-9_-]{0,62}#\d{1,9}#\d{1,9}$/;

const page = z.object({
  attempts: z.array(listedAttemptSchema),
  gone: z.array(attemptsGoneSchema).meta({
    description: 'The deliveries that had more attempts than are kept, which are the latest 20 of each.',
  }),
  next_token: z
    .string()
    .nullable()
    .meta({ description: 'Pass it back, with the same `endpoint_id`, for the next page; null at the end.' }),
});

export const listAttemptsRoute = tenantRoute({
  method: 'GET',
  path: '/v1/events/{event_id}/attempts',
  portal: 'read',
  schema: {
    operationId: 'listAttempts',
    summary: 'List attempts',
    description:
      'Every attempt to deliver the event, to all of its endpoints and of all generations, oldest first.',
    tags: ['Events'],
    params: eventParams,
    querystring: z.strictObject({
      endpoint_id: endpointIdSchema.optional().meta({ description: 'Only attempts to this endpoint.' }),
      ...pageQuery({ most: 100, usual: 50 }),
    }),
    response: { 200: described('A page of attempts.', page), ...tenantProblems(400, 404) },
  },
  async answer(api, request) {
    const tenantId = tenantOf(request);
    const { event_id: eventId } = request.params;
    request.outcome = { tenantId, eventId };
    const { limit, next_token: token, endpoint_id: endpointId } = request.query;
    const filter = `attempts of ${eventId}${endpointId === undefined ? '' : ` to ${endpointId}`}`;
    const list = { tenantId, filter, position: POSITION };
    const after = token === undefined ? undefined : decodeNextToken(list, token);
    const { next, ...found } = await listAttempts(api, { tenantId, eventId, endpointId, limit, after });
    return { ...found, next_token: next === undefined ? null : encodeNextToken(list, next) };
  },
  examples: () => {
    const path = `/v1/events/${EXAMPLE_EVENT_ID}/attempts`;
    return [
      { name: 'page', summary: 'One attempt, more to come', path, query: { limit: '1' } },
      { name: 'of_endpoint', summary: 'To one endpoint', path, query: { endpoint_id: 'warehouse' } },
      { name: 'params_invalid', summary: 'Not an event id', path: '/v1/events/1042/attempts' },
      { name: 'querystring_invalid', summary: 'A limit out of range', path, query: { limit: '0' } },
      {
        name: 'next_token_invalid',
        summary: 'Not a token of this list',
        path,
        query: { next_token: 'bm90IG91cnM' },
      },
      {
        name: 'event_not_found',
        summary: 'Unknown, or not yours',
        path: `/v1/events/${UNKNOWN_EVENT_ID}/attempts`,
      },
      {
        name: 'delivery_not_found',
        summary: 'It never went there',
        path,
        query: { endpoint_id: 'other' },
      },
      { name: 'unavailable', summary: 'The store did not answer', path, state: 'store_down' },
    ];
  },
});
