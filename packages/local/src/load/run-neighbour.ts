import { parseObject } from '@switchyard/aws-local/json';
import { startDeliveryCounter } from '../measure/delivery-counter.ts';
import { type StartDev, startDev } from '../measure/dev-process.ts';
import { createTenant } from '../measure/measure-local.ts';
import { anEventRequest } from '../measure/post-events.ts';
import { startNeighbourEndpoint } from './neighbour-endpoint.ts';
import { percentile, type Sent, sendOpenLoop } from './open-loop.ts';

export const EVENTS_PER_SECOND = 20;
/** A function's first request loads its code. */
const WARM_UP_SECONDS = 3;

export type Phase = {
  readonly name: string;
  readonly seconds: number;
  /** What the other tenant's endpoint does: nothing is sent to it, it answers, or it takes requests and never answers. */
  readonly neighbour: 'none' | 'answers' | 'hangs';
};

export type MeasuredPhase = Phase & {
  readonly sent: number;
  readonly accepted: number;
  readonly delivered: number;
  /** ms from when a request was due to its answer … */
  readonly acceptMs: Percentiles;
  /** … and to the endpoint; Infinity where it was not accepted or has not arrived. */
  readonly deliverMs: Percentiles;
  /** Of the other tenant's events. */
  readonly neighbourSent: number;
  readonly neighbourAccepted: number;
};
export type Percentiles = { readonly p50: number; readonly p99: number };

/**
 * A tenant's events at a steady rate to a local stack of its own, phase after phase, beside another tenant's.
 *
 * @param waitMs for what is accepted and not delivered yet, at the end
 * @param start starts the stack
 * @param onEnd gets a line of counts that explain a bad figure
 */
export async function runNeighbour(
  settings: Readonly<Record<string, string>>,
  phases: readonly Phase[],
  waitMs: number,
  onEnd: (functions: string) => void = () => undefined,
  start: StartDev = startDev,
): Promise<readonly MeasuredPhase[]> {
  const { local, stop } = await start(settings);
  const [counter, neighbour] = await Promise.all([startDeliveryCounter(), startNeighbourEndpoint()]);
  try {
    const own = await createTenant(counter.url);
    const other = await createTenant(neighbour.url);
    const send = ({ apiKey }: { apiKey: string }, seconds: number): Promise<readonly Sent[]> =>
      sendOpenLoop(() => anEventRequest(local.hooks_url, apiKey), {
        count: seconds * EVENTS_PER_SECOND,
        ratePerSecond: EVENTS_PER_SECOND,
      });
    const both = (seconds: number, isBeside: boolean) =>
      Promise.all([send(own, seconds), send(other, isBeside ? seconds : 0)]);

    const [warmed] = await both(WARM_UP_SECONDS, true);
    const results: (readonly [Phase, readonly Sent[], readonly Sent[]])[] = [];
    for (const phase of phases) {
      if (phase.neighbour === 'hangs') neighbour.hang();
      results.push([phase, ...(await both(phase.seconds, phase.neighbour !== 'none'))]);
    }
    const accepted = [...warmed, ...results.flatMap(([, sent]) => sent)].filter(isAccepted).length;
    await counter.reached(accepted, AbortSignal.timeout(waitMs)).catch(() => undefined);
    return results.map(([phase, sent, beside]) => ({
      ...phase,
      ...measure(sent, counter.receivedAt),
      neighbourSent: beside.length,
      neighbourAccepted: beside.filter(isAccepted).length,
    }));
  } finally {
    await Promise.all([counter.close(), neighbour.close()]);
    onEnd(await stop());
  }
}

const isAccepted = ({ status }: Sent): boolean => status === '201';

function measure(sent: readonly Sent[], receivedAt: (eventId: string) => number | undefined) {
  const accepted = sent.filter(isAccepted);
  const arrivedAt = ({ text }: Sent) => receivedAt(String(parseObject(text)?.event_id));
  const deliverMs = sent.map((each) => (arrivedAt(each) ?? Number.POSITIVE_INFINITY) - each.dueAt);
  const at = (times: readonly number[]): Percentiles => ({
    p50: percentile(times, 50),
    p99: percentile(times, 99),
  });
  return {
    sent: sent.length,
    accepted: accepted.length,
    delivered: deliverMs.filter(Number.isFinite).length,
    acceptMs: at(sent.map(({ dueAt, answeredAt }) => answeredAt - dueAt)),
    deliverMs: at(deliverMs),
  };
}
