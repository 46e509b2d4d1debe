import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Outgoing, post } from '../measure/post-events.ts';

export type LoadOptions = { readonly count: number; readonly ratePerSecond: number };

export type LoadResult = {
  /** How many answers of each status; `none` where there was no answer. */
  readonly answers: Readonly<Record<string, number>>;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
};

/**
 * Sends so many requests, each at its time whatever became of those before it, as providers do. Times count from when a
 * request was due, so that one that waits here for others counts as slow.
 */
export async function sendOpenLoop(
  make: () => Outgoing,
  { count, ratePerSecond }: LoadOptions,
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true });
  const answers: Record<string, number> = {};
  const times: number[] = [];
  const startedAt = performance.now();
  const send = async (number: number): Promise<void> => {
    const dueAt = startedAt + (number * 1_000) / ratePerSecond;
    await sleep(Math.max(0, dueAt - performance.now()));
    const status = await post(agent, make()).then(
      (answer) => String(answer.status),
      () => 'none',
    );
    answers[status] = (answers[status] ?? 0) + 1;
    times.push(performance.now() - dueAt);
  };
  await Promise.all(Array.from({ length: count }, (_, number) => send(number)));
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (percent: number): number => times[Math.ceil((percent / 100) * times.length) - 1] ?? 0;
  return { answers, p50: at(50), p95: at(95), p99: at(99) };
}
