import { stableId } from '../template/resource-identity.ts';

/** Lambda calls a function this often in one chain of messages, and then takes it for an endless loop. */
export const MAX_LOOP_INVOCATIONS = 16;

const LINEAGE = /(?:^|;)Lineage=([^;]*)/;

/** How often each function was called on the way to a message, from its trace header; the form is our own. */
const countsOf = (traceHeader: string): Map<string, number> =>
  new Map(
    (LINEAGE.exec(traceHeader)?.[1] ?? '')
      .split('|')
      .map((part) => part.split(':'))
      .flatMap(([id, count]) => (id && count ? [[id, Number(count)] as const] : [])),
  );

const idOf = (functionName: string): string => stableId(`lineage/${functionName}`, 8);

/** How often the function was called on the way to the message with this trace header. */
export const timesCalled = (functionName: string, traceHeader: string): number =>
  countsOf(traceHeader).get(idOf(functionName)) ?? 0;

/** The trace header that a function is called with: what its messages have counted, and this call. */
export function nextTraceHeader(functionName: string, traceHeaders: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const [id, count] of traceHeaders.flatMap((header) => [...countsOf(header)]))
    counts.set(id, Math.max(count, counts.get(id) ?? 0));
  const own = idOf(functionName);
  counts.set(own, (counts.get(own) ?? 0) + 1);
  const lineage = [...counts].map(([id, count]) => `${id}:${count}`).join('|');
  return `Root=1-00000000-000000000000000000000000;Sampled=0;Lineage=${lineage}`;
}
