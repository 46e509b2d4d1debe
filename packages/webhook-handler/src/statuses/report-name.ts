import { isFinal } from '@switchyard/core/messages';
import type { DimensionValues } from '@switchyard/core/metrics';
import type { StatusReport } from './status-report.ts';

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
