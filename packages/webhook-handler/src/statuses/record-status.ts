import { type Clock, toIso, toSeconds } from '@switchyard/core/clock';
import { UnavailableError } from '@switchyard/core/errors';
import {
  advance,
  type MessageItem,
  type MessageStatus,
  type OutboundMessageStore,
  outboundMessageKey,
  type TimelineEntry,
  timelineEntrySchema,
  timelineKey,
} from '@switchyard/core/inbound';
import type { Documents } from '@switchyard/core/tables';
import { ifConditionHolds } from '@switchyard/core/tables';
import type { MatchMessage } from './match-message.ts';
import type { StatusReport } from './status-report.ts';

/** A bounce reason or a link fits easily; an item of DynamoDB holds 400 KiB. */
export const MAX_DETAILS_BYTES = 16 * 1024;

export type RecordStatusDeps = {
  readonly documents: Documents;
  readonly eventsTable: string;
  readonly clock: Clock;
  readonly store: OutboundMessageStore;
  readonly matchMessage: MatchMessage;
};

export type RecordStatusResult =
  | { readonly kind: 'no_match' }
  | {
      /** `duplicate`: the report was in the timeline already. What it lacked is completed all the same. */
      readonly kind: 'recorded' | 'duplicate';
      readonly message: MessageItem;
      /** As stored by whichever repeat of the report came first. */
      readonly entry: TimelineEntry;
      /** The status that the message has since this report; absent when it stayed. */
      readonly changed?: MessageStatus;
    };

export type RecordStatus = ReturnType<typeof createRecordStatus>;

/**
 * Puts a report into its message's timeline and moves the message's status on. The entry comes first, under the
 * provider's id of the report: it is there once, and opens and clicks are counted from entries, so nothing is counted
 * twice. The status follows from the entry, and advancing twice is advancing once, so a repeat after a crash between
 * the two completes it.
 *
 * Two reads (claim, message) and at most two writes (entry, status); the third, `emittedAt`, is receive-status.ts's.
 * A status that stays costs no write; a duplicate costs one read more; a lost race for the status one read and one
 * write more.
 *
 * @throws AWS errors and UnavailableError: the callback must come back, or be spooled
 */
export function createRecordStatus(deps: RecordStatusDeps) {
  const { documents, eventsTable: TableName, clock, store } = deps;

  return async (report: StatusReport): Promise<RecordStatusResult> => {
    const message = await deps.matchMessage(report);
    if (message === undefined) return { kind: 'no_match' };
    const fresh = toEntry(report, message.expiresAt);
    const isNew = await putEntry(message, fresh);
    const entry = isNew ? fresh : await readEntry(message, report.eventId);
    const moved = await advanceMessage(message, entry);
    return {
      kind: isNew ? 'recorded' : 'duplicate',
      message: moved ?? message,
      entry,
      ...(moved === undefined ? {} : { changed: moved.status }),
    };
  };

  /** @returns false when the report came before */
  async function putEntry({ tenantId, messageId }: MessageItem, entry: TimelineEntry): Promise<boolean> {
    return ifConditionHolds(
      documents.put({
        TableName,
        Item: { ...timelineKey(tenantId, messageId, entry.eventId), ...entry },
        // What has expired is from a former message of the same id.
        ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
        ExpressionAttributeValues: { ':now': toSeconds(clock()) },
      }),
    );
  }

  async function readEntry({ tenantId, messageId }: MessageItem, eventId: string): Promise<TimelineEntry> {
    const Key = timelineKey(tenantId, messageId, eventId);
    const { Item } = await documents.get({ TableName, Key, ConsistentRead: true });
    if (Item === undefined) throw new UnavailableError('The timeline entry expired at this moment.');
    return timelineEntrySchema.parse(Item);
  }

  /**
   * Every lost race means that the status has moved on, and it moves on a few times at most.
   *
   * @returns the message with its new status; undefined when it stayed
   */
  async function advanceMessage(
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
        updatedAt: toIso(clock()),
      };
      if (await replaceStatus(current.status, next)) return next;
      current = await store.read(message.tenantId, message.messageId);
    }
    return undefined;
  }

  /** @returns false when somebody else changed it meanwhile */
  async function replaceStatus(seen: MessageStatus, next: MessageItem): Promise<boolean> {
    return ifConditionHolds(
      documents.update({
        TableName,
        Key: outboundMessageKey(next.tenantId, next.messageId),
        UpdateExpression: 'SET #status = :status, statusAt = :statusAt, updatedAt = :updatedAt',
        ConditionExpression: '#status = :seen',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':status': next.status,
          ':statusAt': next.statusAt,
          ':updatedAt': next.updatedAt,
          ':seen': seen,
        },
      }),
    );
  }
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
