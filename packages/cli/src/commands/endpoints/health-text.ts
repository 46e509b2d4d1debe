import type { EndpointHealth } from '@switchyard/core/health/read-health';
import { formatTable } from '../../format.ts';

/** How they do, in the order in which they are listed. */
export function healthText(
  endpoints: readonly { readonly endpoint_id: string; readonly health: EndpointHealth | undefined }[],
): string {
  if (endpoints.length === 0) return '';
  const upTo = (counted: { readonly count: number; readonly at_least: boolean } | undefined) =>
    counted === undefined ? '' : `${counted.count}${counted.at_least ? '+' : ''}`;
  return formatTable(
    ['ENDPOINT', 'BREAKER', 'LAST SUCCESS', 'HELD', 'DEAD', 'IN 24 HOURS: OK', 'FAILED', 'DEAD', 'P95'],
    endpoints.map(({ endpoint_id, health }) => [
      endpoint_id,
      health?.breaker ?? '',
      health?.last_success_at ?? 'none',
      upTo(health?.held),
      upTo(health?.dead),
      String(health?.last_day?.delivered ?? ''),
      String(health?.last_day?.attempts_failed ?? ''),
      String(health?.last_day?.dead ?? ''),
      health?.last_day?.answer_ms_p95 == null ? '' : `${health.last_day.answer_ms_p95} ms`,
    ]),
  );
}
