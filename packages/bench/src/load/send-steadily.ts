import { type Sent, sendOpenLoop } from '@switchyard/local/load';
import type { Target } from './target.ts';

const DELIVERY_LIMIT_MS = 120_000;

/** ms from when each event was due: Infinity where it was not accepted, or has not arrived. */
export type SteadyTimes = {
  readonly accept: readonly number[];
  readonly receipt: readonly number[];
  readonly refused: number;
};

/** Sends events, each when it is due whatever became of those before, and waits until all that were accepted arrived. */
export async function sendSteadily(
  target: Target,
  { ratePerSecond, seconds }: { readonly ratePerSecond: number; readonly seconds: number },
): Promise<SteadyTimes> {
  const { receiver, isAccepted, eventIdOf } = target;
  const before = receiver.count();
  const sent = await sendOpenLoop(target.makeEvent, { count: ratePerSecond * seconds, ratePerSecond });
  const accepted = sent.filter(isAccepted).length;
  await receiver
    .reached(before + accepted, AbortSignal.timeout(DELIVERY_LIMIT_MS))
    // What is missing shows in the figures.
    .catch(() => undefined);
  const arrivedAt = (each: Sent): number => {
    const id = eventIdOf(each);
    return (id === undefined ? undefined : receiver.receivedAt(id)) ?? Number.POSITIVE_INFINITY;
  };
  return {
    accept: sent.map((each) => (isAccepted(each) ? each.answeredAt - each.dueAt : Number.POSITIVE_INFINITY)),
    receipt: sent.map((each) => arrivedAt(each) - each.dueAt),
    refused: sent.length - accepted,
  };
}
