import { toIso } from '@switchyard/core/clock';
import type { Endpoint } from '@switchyard/core/endpoints';
import { claimExternalId, markEmitted, putNewOutboundMessage } from '@switchyard/core/messages';
import { aMessageItem, anEndpoint, collectLogs, createTestContext, NOW } from '@switchyard/core/testing';
import { type MatchMessageContext, matchMessage } from '../src/statuses/match-message.ts';
import { type ReceiveStatusContext, receiveStatus } from '../src/statuses/receive-status.ts';
import { recordStatus } from '../src/statuses/record-status.ts';
import type { StatusReport } from '../src/statuses/status-report.ts';
import { NO_ACCOUNT } from '../src/verified-request.ts';
import { emittedTo } from './message-setup.ts';

export type StatusSetupOptions = Partial<
  Pick<MatchMessageContext, 'mappingStrategy' | 'matchingWindowSeconds'> & {
    readonly endpoints: readonly Endpoint[];
  }
>;

/** Status reports over tables and a queue in memory. */
export function setUpStatuses(options: StatusSetupOptions = {}) {
  const { endpoints = [anEndpoint()], ...strategy } = options;
  const setup = createTestContext({ endpoints });
  const { table, time, queue } = setup;
  const logs = collectLogs();
  const context: ReceiveStatusContext = {
    ...setup.context,
    mappingStrategy: 'database',
    matchingWindowSeconds: 60,
    ...strategy,
    logger: logs.logger,
  };
  return {
    context,
    logs,
    table,
    queue,
    time,
    advance: time.advance,
    emitted: () => emittedTo(table),
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
    recipients: ['+436601234567'],
    account: NO_ACCOUNT,
    kind: 'status',
    status: 'delivered',
    rawStatus: 'delivered',
    occurredAt: toIso(NOW + 2_000),
    receivedAt: toIso(NOW + 2_000),
    details: {},
    ...changes,
  };
}
