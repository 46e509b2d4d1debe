import { toIso } from '@switchyard/core/clock';
import { createOutboundMessageStore } from '@switchyard/core/inbound';
import {
  aMessageItem,
  collectLogs,
  createTestClock,
  createTestTable,
  EVENT_ID,
  NOW,
} from '@switchyard/core/testing';
import type { EmitEventInput } from '../src/events/emit-event.ts';
import { createFindByRecipient } from '../src/statuses/find-by-recipient.ts';
import { createMarkEmitted } from '../src/statuses/mark-emitted.ts';
import { createMatchMessage, type MatchMessageDeps } from '../src/statuses/match-message.ts';
import { createReceiveStatus } from '../src/statuses/receive-status.ts';
import { createRecordStatus } from '../src/statuses/record-status.ts';
import type { StatusReport } from '../src/statuses/status-report.ts';

/** Status reports over a table in memory; the events that they become are only noted. */
export function setUpStatuses(changes: Partial<MatchMessageDeps> = {}) {
  const { clock, advance } = createTestClock();
  const table = createTestTable();
  const deps = { documents: table.documents, eventsTable: 'events', clock };
  const store = createOutboundMessageStore(deps);
  const matchMessage = createMatchMessage({
    store,
    findByRecipient: createFindByRecipient(deps),
    strategy: 'database',
    windowSeconds: 60,
    ...changes,
  });
  const recordStatus = createRecordStatus({ ...deps, store, matchMessage });
  const markEmitted = createMarkEmitted(deps);
  const emitted: EmitEventInput[] = [];
  const emitEvent = async (input: EmitEventInput): Promise<string> => {
    emitted.push(input);
    return EVENT_ID;
  };
  const logs = collectLogs();
  return {
    deps,
    logs,
    table,
    store,
    advance,
    matchMessage,
    recordStatus,
    markEmitted,
    emitted,
    receiveStatus: createReceiveStatus({ recordStatus, emitEvent, markEmitted, logger: logs.logger }),
    /** A message that is bound to its external id, where it has one. */
    async register(item = aMessageItem({ externalId: 'SM1' })) {
      if (item.externalId !== undefined) await store.claim(item, item.externalId);
      await store.putNew(item);
      return item;
    },
  };
}

export type StatusSetup = ReturnType<typeof setUpStatuses>;

export function aStatusReport(changes: Partial<StatusReport> = {}): StatusReport {
  return {
    provider: 'twilio',
    eventId: 'SM1:delivered:',
    externalId: 'SM1',
    channel: 'sms',
    recipient: '+436601234567',
    kind: 'status',
    status: 'delivered',
    rawStatus: 'delivered',
    occurredAt: toIso(NOW + 2_000),
    receivedAt: toIso(NOW + 2_000),
    details: {},
    ...changes,
  };
}
