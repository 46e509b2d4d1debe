import { isFinal } from '@switchyard/core/messages';
import type { DimensionValues, Metrics } from '@switchyard/core/metrics';
import type { CallbackResult } from '../callback-request.ts';
import type { StatusReport } from './status-report.ts';

/** Once, and only what tells something about a message of ours. */
export function countReport(metrics: Metrics, report: StatusReport, { kind }: CallbackResult): void {
  if (kind === 'accepted' && report.kind !== 'other')
    metrics.count('ReportsRecorded', { channel: report.channel, report: reportName(report) });
}

/** As it is counted. */
export function reportName({
  kind,
  status,
}: Pick<StatusReport, 'kind' | 'status'>): DimensionValues<'ReportsRecorded'>['report'] {
  switch (kind) {
    case 'open':
      return 'opened';
    case 'click':
      return 'clicked';
    case 'other':
      return 'other';
    case 'status':
      if (status === 'delivered') return status;
      return status !== undefined && isFinal(status) ? 'failed' : 'other';
  }
}
