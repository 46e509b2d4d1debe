import { EMITTED_EVENT_VERSION } from '@switchyard/core/emitted-event';
import { markEmitted } from '@switchyard/core/messages';
import type { CallbackResult } from '../callback-request.ts';
import { type EmitEventContext, emitEvent } from '../events/emit-event.ts';
import { eventTypeOf } from './event-type.ts';
import type { MatchMessageContext } from './match-message.ts';
import { recordStatus } from './record-status.ts';
import type { StatusReport } from './status-report.ts';

export type ReceiveStatusContext = MatchMessageContext & EmitEventContext;

/**
 * Records a report, then makes it an event of the tenant whose message it is about: each report one event, also one
 * that came too late to change the status, since it happened all the same. `emittedAt` is written last; a repeat that
 * does not find it emits again, which the event's idempotency key makes the same event.
 *
 * The event is made of the entry as it was first stored, not of the repeat, whose times differ: the same key with
 * other bytes would be taken for done without having been sent.
 *
 * @throws AWS errors and UnavailableError: the callback must come back, or be spooled
 */
export async function receiveStatus(
  context: ReceiveStatusContext,
  report: StatusReport,
  requestId: string,
): Promise<CallbackResult> {
  const log = context.logger.child({ requestId, provider: report.provider, rawStatus: report.rawStatus });
  const result = await recordStatus(context, report);
  // What tells nothing about a delivery (mails that came in, contacts, domains) would only be sent again and again.
  if (result.kind === 'no_match') {
    const kind = report.kind === 'other' ? 'accepted' : 'no_match';
    log.info({ outcome: kind === 'accepted' ? 'ignored' : kind }, 'callback');
    return { kind };
  }
  const { message } = result;
  const { tenantId, messageId, channel } = message;
  if (result.kind === 'counted') {
    log.info({ outcome: result.kind, tenantId, messageId, channel }, 'callback');
    return { kind: result.isNew ? 'accepted' : 'duplicate' };
  }
  const { entry } = result;
  const type = eventTypeOf(message.channel, entry);
  const kind = result.kind === 'duplicate' && entry.emittedAt !== undefined ? 'duplicate' : 'accepted';
  const fields = { outcome: result.kind, tenantId, messageId, channel, changed: result.changed };
  if (type === undefined || entry.emittedAt !== undefined) {
    log.info(fields, 'callback');
    return { kind };
  }

  const eventId = await emitEvent(context, {
    tenantId: message.tenantId,
    correlationId: requestId,
    source: { provider: entry.provider, providerId: entry.eventId },
    event: {
      type,
      version: EMITTED_EVENT_VERSION,
      timestamp: entry.occurredAt,
      data: {
        message_id: message.messageId,
        external_id: entry.externalId,
        channel: message.channel,
        status: entry.status ?? null,
        occurred_at: entry.occurredAt,
        error_code: entry.errorCode ?? null,
        details: JSON.parse(entry.details),
      },
    },
  });
  await markEmitted(context, message, entry.eventId);
  log.info({ ...fields, eventId }, 'callback');
  return { kind: 'accepted' };
}
