import { UnavailableError } from '@switchyard/core/errors';
import type { Logger } from '@switchyard/core/logging';
import type { Metrics } from '@switchyard/core/metrics';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { callbackFields, type ProviderNames } from '../callback-fields.ts';
import type { ProcessCallback } from '../process-callback.ts';
import { CallbackParseError } from '../providers/provider.ts';
import type { QuarantineCallback } from '../quarantine/quarantine-callback.ts';
import type { VerifyCallback } from '../verify-callback.ts';
import { parseSpoolMessage } from './spool-message.ts';

/** Processes spooled callbacks as if they had just come; one that fails comes back alone. */
export function createProcessSpool(deps: {
  readonly providers: ProviderNames;
  readonly verify: VerifyCallback;
  readonly process: ProcessCallback;
  readonly quarantine: QuarantineCallback;
  readonly metrics: Metrics;
  readonly logger: Logger;
}) {
  async function processRecord(record: SQSRecord, named: Map<string, object>): Promise<void> {
    const { request, verified } = parseSpoolMessage(record.body);
    const fields = callbackFields(request, deps.providers);
    named.set(record.messageId, fields);
    const log = deps.logger.child(fields);
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
    const named = new Map<string, object>();
    const results = await Promise.allSettled(records.map((record) => processRecord(record, named)));
    const failed = records.filter((record, index) => {
      const result = results[index];
      if (result?.status !== 'rejected') return false;
      deps.logger.error(
        {
          ...named.get(record.messageId),
          messageId: record.messageId,
          err: result.reason,
          outcome: 'comes_back',
        },
        'callback',
      );
      return true;
    });
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}
