import { type Logger, type Metrics, UnavailableError } from '@switchyard/core';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { ProcessCallback } from '../process-callback.ts';
import { CallbackParseError } from '../providers/provider.ts';
import type { QuarantineCallback } from '../quarantine/quarantine-callback.ts';
import type { VerifyCallback } from '../verify-callback.ts';
import { parseSpoolMessage } from './spool-message.ts';

/** Processes spooled callbacks as if they had just come; one that fails comes back alone. */
export function createProcessSpool(deps: {
  readonly verify: VerifyCallback;
  readonly process: ProcessCallback;
  readonly quarantine: QuarantineCallback;
  readonly metrics: Metrics;
  readonly logger: Logger;
}) {
  async function processRecord(record: SQSRecord): Promise<void> {
    const { request, verified } = parseSpoolMessage(record.body);
    const log = deps.logger.child({ requestId: request.requestId, route: request.route });
    const failure = verified ? undefined : await deps.verify(request);
    if (failure !== undefined) {
      deps.metrics.count('VerificationFailures', { step: failure.code });
      await quarantine(request, 'verify', failure.code);
      return;
    }
    try {
      const { kind } = await deps.process(request);
      log.info({ outcome: kind, spooled: true }, 'callback');
    } catch (error) {
      if (!(error instanceof CallbackParseError)) throw error;
      deps.metrics.count('VerificationFailures', { step: error.code });
      await quarantine(request, 'parse', error.code);
    }
  }

  /** @throws UnavailableError when it was not kept; without the cause, which may quote what was sent */
  async function quarantine(...[request, step, code]: Parameters<QuarantineCallback>): Promise<void> {
    if (await deps.quarantine(request, step, code)) return;
    throw new UnavailableError('The callback could not be kept in quarantine.');
  }

  return async (records: readonly SQSRecord[]): Promise<SQSBatchResponse> => {
    const results = await Promise.allSettled(records.map(processRecord));
    const failed = records.filter((record, index) => {
      const result = results[index];
      if (result?.status !== 'rejected') return false;
      deps.logger.error(
        { messageId: record.messageId, err: result.reason, outcome: 'comes_back' },
        'callback',
      );
      return true;
    });
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}
