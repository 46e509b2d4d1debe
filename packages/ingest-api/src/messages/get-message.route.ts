import { type HttpApp, problemResponses } from '@switchyard/core/http';
import { tenantOf } from '../tenant.ts';
import { messageParams, messageViewSchema, toMessageView } from './message-view.ts';
import type { createReadMessage } from './read-message.ts';

export function getMessageRoute(
  app: HttpApp,
  deps: { readonly readMessage: ReturnType<typeof createReadMessage> },
): void {
  app.get(
    '/v1/messages/:message_id',
    {
      schema: {
        operationId: 'getMessage',
        summary: 'Read a message',
        description: 'The message’s status, and everything that its provider reported on it.',
        tags: ['Messages'],
        params: messageParams,
        response: { 200: messageViewSchema, ...problemResponses(400, 404) },
      },
    },
    async (request) => {
      const tenantId = tenantOf(request);
      const messageId = request.params.message_id;
      request.outcome = { tenantId, messageId };
      return toMessageView(await deps.readMessage(tenantId, messageId));
    },
  );
}
