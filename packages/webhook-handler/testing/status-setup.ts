import { toIso } from '@switchyard/core/clock';
import { claimExternalId, markEmitted, putNewOutboundMessage } from '@switchyard/core/messages';
import {
  aMessageItem,
  collectLogs,
  createTestClock,
  createTestTable,
  EVENT_ID,
  NOW,
} from '@switchyard/core/testing';
import { type MatchMessageContext, matchMessage } from '../src/statuses/match-message.ts';
import { type ReceiveStatusContext, receiveStatus } from '../src/statuses/receive-status.ts';
import { recordStatus } from '../src/statuses/record-status.ts';
import type { StatusReport } from '../src/statuses/status-report.ts';
import { type Emitted, emittedOf } from './message-setup.ts';

export type StatusSetupOptions = Partial<
  Pick<MatchMessageContext, 'mappingStrategy' | 'matchingWindowSeconds'>
>;

/** Status reports over a table in memory; the events that they become are only noted. */
export function setUpStatuses(options: StatusSetupOptions = {}) {
  const { clock, advance, sleep } = createTestClock();
  const table = createTestTable();
  const emitted: Emitted[] = [];
  const logs = collectLogs();
  const context: ReceiveStatusContext = {
    documents: table.documents,
    eventsTable: 'events',
    clock,
    sleep,
    mappingStrategy: 'database',
    matchingWindowSeconds: 60,
    ...options,
    logger: logs.logger,
    acceptEvent: async (input) => {
      emitted.push(emittedOf(input));
      return {
        eventId: EVENT_ID,
        status: 'PENDING',
        createdAt: toIso(NOW),
        endpointIds: [],
        repeated: false,
      };
    },
  };
  return {
    context,
    logs,
    table,
    advance,
    emitted,
    matchMessage: (report: StatusReport) => matchMessage(context, report),
    recordStatus: (report: StatusReport) => recordStatus(context, report),
    receiveStatus: (report: StatusReport, requestId: string) => receiveStatus(context, report, requestId),
    markEmitted: (item: ReturnType<typeof aMessageItem>, eventId: string) =>
      markEmitted(context, item, eventId),
    /** A message that is bound to its external id, where it has one. */
    async register(item = aMessageItem({ externalId: 'SM1' })) {
      if (item.externalId !== undefined) await claimExternalId(context, item, item.externalId);
      await putNewOutboundMessage(context, item);
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
