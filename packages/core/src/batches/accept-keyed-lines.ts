import type { Targets } from '../endpoints/list-endpoints.ts';
import { type AcceptEventContext, acceptEvent } from '../events/accept-event.ts';
import { inParallel } from '../in-parallel.ts';
import type { PlacedLine } from './accept-lines.ts';
import type { LineOutcome } from './batch-line.ts';
import { noTimeLeft } from './no-time-left.ts';

const AT_ONCE = 16;

export type AcceptKeyedLinesInput = {
  readonly tenantId: string;
  readonly correlationId: string;
  readonly targets: Targets;
  readonly giveUpAt: number;
};

/**
 * Accepts each line for itself, as if it had come alone with its key. Of lines with the same key the first is the
 * event, and the others are repeats of it.
 *
 * @returns by the places of the lines
 */
export async function acceptKeyedLines(
  context: AcceptEventContext,
  { giveUpAt, ...request }: AcceptKeyedLinesInput,
  lines: readonly PlacedLine[],
): Promise<ReadonlyMap<number, LineOutcome>> {
  const outcomes = new Map<number, LineOutcome>();
  const accept = async ({ index, line }: PlacedLine): Promise<void> => {
    try {
      if (context.clock() >= giveUpAt) throw noTimeLeft();
      outcomes.set(index, await acceptEvent(context, { ...request, idempotencyKey: undefined, ...line }));
    } catch (error) {
      outcomes.set(index, error instanceof Error ? error : new Error(String(error)));
    }
  };
  const keys = new Set<string | undefined>();
  const isFirst = lines.map(({ line }) => keys.size < keys.add(line.idempotencyKey).size);
  await inParallel(
    lines.filter((_, place) => isFirst[place]),
    AT_ONCE,
    accept,
  );
  await inParallel(
    lines.filter((_, place) => !isFirst[place]),
    1,
    accept,
  );
  return outcomes;
}
