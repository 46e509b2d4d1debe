import type { CallbackResult } from './callback-request.ts';
import type { ReceiveMessageContext } from './conversations/receive-message.ts';
import { callbackCode } from './providers/index.ts';
import type { ReceiveReportsContext } from './statuses/receive-reports.ts';
import type { VerifiedRequest } from './verified-request.ts';

export type ProcessCallbackContext = ReceiveMessageContext & ReceiveReportsContext;

/**
 * What a genuine callback leads to, wherever it comes from: HTTP, the spool, or the quarantine.
 *
 * @throws CallbackParseError, AccountNotAllowedError, and what receiving a message or a status throws
 */
export async function processCallback(
  context: ProcessCallbackContext,
  request: VerifiedRequest,
): Promise<CallbackResult> {
  const code = callbackCode(request.route);
  switch (code.brings) {
    case 'message': {
      const message = await code.parse(request);
      const { receiveMessage } = await import('./conversations/receive-message.ts');
      const result = await receiveMessage(context, message, request);
      if (result.kind !== 'duplicate')
        context.metrics.count('MessagesReceived', { channel: message.channel });
      return result;
    }
    case 'status': {
      const { receiveReports } = await import('./statuses/receive-reports.ts');
      return receiveReports(context, request, code);
    }
  }
}
