import type { CallbackResult } from './callback-request.ts';
import { type ReceiveMessageContext, receiveMessage } from './conversations/receive-message.ts';
import { callbackCode } from './providers/index.ts';
import { type ReceiveStatusContext, receiveStatus } from './statuses/receive-status.ts';
import { reportName } from './statuses/report-name.ts';
import type { VerifiedRequest } from './verified-request.ts';

export type ProcessCallbackContext = ReceiveMessageContext & ReceiveStatusContext;

/**
 * What a genuine callback leads to, wherever it comes from: HTTP, the spool, or the quarantine.
 *
 * @throws CallbackParseError, and what receiving a message or a status throws
 */
export async function processCallback(
  context: ProcessCallbackContext,
  request: VerifiedRequest,
): Promise<CallbackResult> {
  const code = callbackCode(request.route);
  switch (code.brings) {
    case 'message': {
      const message = await code.parse(request);
      const result = await receiveMessage(context, message, request.requestId);
      if (result.kind !== 'duplicate')
        context.metrics.count('MessagesReceived', { channel: message.channel });
      return result;
    }
    case 'status': {
      const report = await code.parse(request);
      const result = await receiveStatus(context, report, request.requestId);
      if (result.kind === 'accepted' && report.kind !== 'other')
        context.metrics.count('ReportsRecorded', { channel: report.channel, report: reportName(report) });
      return result;
    }
  }
}
