import { toIso } from '@switchyard/core/clock';
import {
  addToCount,
  advance,
  type CountedKind,
  countOf,
  findTimelineEntry,
  isCounted,
  MAX_KEPT_OF_A_KIND,
  type MessageItem,
  type MessageStatus,
  markEmitted,
  putTimelineEntry,
  readOutboundMessage,
  readTimelineEntry,
  replaceStatus,
  type TimelineEntry,
} from '@switchyard/core/messages';
import type { EventsTable } from '@switchyard/core/tables';
import { type MatchMessageContext, matchMessage } from './match-message.ts';
import type { StatusReport } from './status-report.ts';

/** A bounce reason or a link fits easily; an item of DynamoDB holds 400 KiB. */
export const MAX_DETAILS_BYTES = 16 * 1024;

export type RecordStatusResult =
  | { readonly kind: 'no_match' }
  /** One of very many opens or clicks: counted, not kept, and no event. `isNew`: this time. */
  | { readonly kind: 'counted'; readonly message: MessageItem; readonly isNew: boolean }
  | {
      /** `duplicate`: the report was in the timeline already. What it lacked is completed all the same. */
      readonly kind: 'recorded' | 'duplicate';
      readonly message: MessageItem;
      /** As stored by whichever repeat of the report came first. */
      readonly entry: TimelineEntry;
      /** The status that the message has since this report; absent when it stayed. */
      readonly changed?: MessageStatus;
    };

/**
 * Puts a report into its message's timeline and moves the message's status on. The entry comes first, under the
 * provider's id of the report, so it is there once. The status follows from the entry, and advancing twice is advancing
 * once, so a repeat after a crash between the two completes it. An open or click is counted until its entry is done.
 *
 * Two reads (claim, message) and at most two writes (entry, status or count); the third, `emittedAt`, is
 * receive-status.ts's.
 * A status that stays costs no write; a duplicate costs one read more; a lost race for the status one read and one
 * write more.
 *
 * @throws AWS errors and UnavailableError: the callback must come back, or be spooled
 */
export async function recordStatus(
  context: MatchMessageContext,
  report: StatusReport,
): Promise<RecordStatusResult> {
  const message = await matchMessage(context, report);
  if (message === undefined) return { kind: 'no_match' };
  const fresh = toEntry(report, message.expiresAt);
  const { kind, eventId } = fresh;
  if (isCounted(kind) && countOf(message, kind) >= MAX_KEPT_OF_A_KIND) {
    // It may have been kept, before there were so many.
    const kept = await findTimelineEntry(context, message, eventId);
    if (kept === undefined) return countOnly(context, message, kind, fresh);
  }
  const isNew = await putTimelineEntry(context, message, fresh);
  const entry = isNew ? fresh : await readTimelineEntry(context, message, eventId);
  if (isCounted(kind) && entry.emittedAt === undefined) await addToCount(context, message, kind, eventId);
  const moved = await advanceMessage(context, message, entry);
  return {
    kind: isNew ? 'recorded' : 'duplicate',
    message: moved ?? message,
    entry,
    ...(moved === undefined ? {} : { changed: moved.status }),
  };
}

/** Beside the timeline is only what knows a repeat; what it said, nobody asks for. */
async function countOnly(
  context: MatchMessageContext,
  message: MessageItem,
  kind: CountedKind,
  entry: TimelineEntry,
): Promise<RecordStatusResult> {
  const { eventId } = entry;
  const isNew = await putTimelineEntry(context, message, { ...entry, details: '{}' }, 'counted');
  const { emittedAt: countedAt } = isNew
    ? entry
    : await readTimelineEntry(context, message, eventId, 'counted');
  if (countedAt === undefined) {
    await addToCount(context, message, kind, eventId);
    await markEmitted(context, message, eventId, 'counted');
  }
  return { kind: 'counted', message, isNew: countedAt === undefined };
}

/**
 * Every lost race means that the status has moved on, and it moves on a few times at most.
 *
 * @returns the message with its new status; undefined when it stayed
 */
async function advanceMessage(
  table: EventsTable,
  message: MessageItem,
  entry: TimelineEntry,
): Promise<MessageItem | undefined> {
  let current: MessageItem | undefined = message;
  while (current !== undefined && entry.status !== undefined) {
    const status = advance(current.status, entry.status);
    if (status === current.status) return undefined;
    const next: MessageItem = {
      ...current,
      status,
      statusAt: entry.occurredAt,
      updatedAt: toIso(table.clock()),
    };
    if (await replaceStatus(table, current.status, next)) return next;
    current = await readOutboundMessage(table, message.tenantId, message.messageId);
  }
  return undefined;
}

/** @throws RangeError when a time of the report is none */
function toEntry(report: StatusReport, expiresAt: number): TimelineEntry {
  const { provider, eventId, externalId, kind, status, rawStatus, errorCode } = report;
  const details = JSON.stringify(report.details);
  const occurredAt = toIso(Date.parse(report.occurredAt));
  const receivedAt = toIso(Date.parse(report.receivedAt));
  return {
    provider,
    eventId,
    externalId,
    kind,
    status: kind === 'status' ? status : undefined,
    rawStatus,
    errorCode,
    occurredAt,
    receivedAt,
    details: Buffer.byteLength(details) > MAX_DETAILS_BYTES ? '{"truncated":true}' : details,
    expiresAt,
  };
}
