import { described } from '@switchyard/core/http';
import { tenantProblems, tenantRoute } from '../api.ts';
import { EXAMPLE_MESSAGE_ID, UNKNOWN_MESSAGE_ID } from '../examples.ts';
import { tenantOf } from '../tenant.ts';
import { messageParams, messageViewSchema, toMessageView } from './message-view.ts';
import { readMessage } from './read-message.ts';

export const getMessageRoute = tenantRoute({
  method: 'GET',
  path: '/v1/messages/{message_id}',
  schema: {
    operationId: 'getMessage',
    summary: 'Read a message',
    description: 'The message’s status, and everything that its provider reported on it.',
    tags: ['Messages'],
    params: messageParams,
    response: { 200: described('The message.', messageViewSchema), ...tenantProblems(400, 404) },
  },
  async answer(api, request) {
    const tenantId = tenantOf(request);
    const messageId = request.params.message_id;
    request.outcome = { tenantId, messageId };
    return toMessageView(await readMessage(api, tenantId, messageId));
  },
  examples: () => [
    { name: 'message', summary: 'Delivered', path: `/v1/messages/${EXAMPLE_MESSAGE_ID}` },
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
