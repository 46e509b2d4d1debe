import { described } from '@switchyard/core/http';
import { readMessage, TIMELINE_POSITION } from '@switchyard/core/messages/read-message';
import * as z from 'zod';
import { tenantProblems, tenantRoute } from '../api.ts';
import { EXAMPLE_MESSAGE_ID, UNKNOWN_MESSAGE_ID } from '../examples.ts';
import { decodeNextToken, encodeNextToken } from '../next-token.ts';
import { pageQuery } from '../page-query.ts';
import { tenantOf } from '../tenant.ts';
import { messageParams, messageViewSchema, toMessageView } from './message-view.ts';

const querystring = z.object(pageQuery({ most: 200, usual: 200 }));

export const getMessageRoute = tenantRoute({
  method: 'GET',
  path: '/v1/messages/{message_id}',
  portal: 'never',
  schema: {
    operationId: 'getMessage',
    summary: 'Read a message',
    description:
      'The message’s status, and what its provider reported on it, a page at a time. Of opens and clicks the first 100 each are in the timeline and become events; the others are counted.',
    tags: ['Messages'],
    params: messageParams,
    querystring,
    response: { 200: described('The message.', messageViewSchema), ...tenantProblems(400, 404) },
  },
  async answer(api, request) {
    const tenantId = tenantOf(request);
    const messageId = request.params.message_id;
    request.outcome = { tenantId, messageId };
    const { limit, next_token: token } = request.query;
    const list = { tenantId, filter: `message ${messageId}`, position: TIMELINE_POSITION };
    const after = token === undefined ? undefined : decodeNextToken(list, token);
    const { next, ...read } = await readMessage(api, { tenantId, messageId, limit, after });
    return { ...toMessageView(read), next_token: next === undefined ? null : encodeNextToken(list, next) };
  },
  examples: () => [
    { name: 'message', summary: 'Delivered', path: `/v1/messages/${EXAMPLE_MESSAGE_ID}` },
    {
      name: 'page',
      summary: 'Its first report, more to come',
      path: `/v1/messages/${EXAMPLE_MESSAGE_ID}`,
      query: { limit: '1' },
    },
    {
      name: 'next_token_invalid',
      summary: 'Not a token of this timeline',
      path: `/v1/messages/${EXAMPLE_MESSAGE_ID}`,
      query: { next_token: 'bm90IG91cnM' },
    },
    { name: 'params_invalid', summary: 'Not a message id', path: '/v1/messages/order%201042' },
    {
      name: 'message_not_found',
      summary: 'Unknown, or not yours',
      path: `/v1/messages/${UNKNOWN_MESSAGE_ID}`,
    },
    {
      name: 'unavailable',
      summary: 'The store did not answer',
      path: `/v1/messages/${EXAMPLE_MESSAGE_ID}`,
      state: 'store_down',
    },
  ],
});
