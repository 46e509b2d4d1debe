import { orUnavailable } from '@switchyard/core/errors';
import { described } from '@switchyard/core/http';
import { listReplays, replayView } from '@switchyard/core/replays';
import * as z from 'zod';
import { tenantProblems, tenantRoute } from '../api.ts';
import { decodeNextToken, encodeNextToken } from '../next-token.ts';
import { pageQuery } from '../page-query.ts';
import { tenantOf } from '../tenant.ts';
import { replayViewSchema } from './replay-response.ts';

const POSITION = /^[\dTZ:.-]{20,30}#rpl_[0-9a-z]+$/;

const page = z.object({
  replays: z.array(replayViewSchema),
  next_token: z.string().nullable().meta({ description: 'Pass it back for the next page; null at the end.' }),
});

export const listReplaysRoute = tenantRoute({
  method: 'GET',
  path: '/v1/replays',
  portal: 'read',
  schema: {
    operationId: 'listReplays',
    summary: 'List replays',
    description: 'Newest first. They are kept for 30 days.',
    tags: ['Replays'],
    querystring: z.strictObject(pageQuery({ most: 100, usual: 20 })),
    response: { 200: described('A page of replays.', page), ...tenantProblems(400) },
  },
  async answer(api, request) {
    const tenantId = tenantOf(request);
    request.outcome = { tenantId };
    const { limit, next_token: token } = request.query;
    const list = { tenantId, filter: 'replays', position: POSITION };
    const after = token === undefined ? undefined : decodeNextToken(list, token);
    const listing = listReplays(api, { tenantId, limit, after });
    const { replays, next } = await orUnavailable(listing, 'The replays could not be read. Try again.');
    return {
      replays: replays.map(replayView),
      next_token: next === undefined ? null : encodeNextToken(list, next),
    };
  },
  examples: () => [
    { name: 'page', summary: 'One replay' },
    { name: 'querystring_invalid', summary: 'A limit out of range', query: { limit: '1000' } },
    {
      name: 'next_token_invalid',
      summary: 'Not a token of this list',
      query: { next_token: 'bm90IG91cnM' },
    },
    { name: 'unavailable', summary: 'The store did not answer', state: 'store_down' },
  ],
});
