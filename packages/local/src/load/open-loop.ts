import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Outgoing, post } from '../measure/post-events.ts';

export type LoadOptions = { readonly count: number; readonly ratePerSecond: number };

/** A request, with times in ms as `performance.now()` has them. */
export type Sent = {
  readonly dueAt: number;
  readonly answeredAt: number;
  /** Of the answer; `none` where there was none. */
  readonly status: string;
  readonly text: string;
};

export type LoadResult = {
  /** How many answers of each status. */
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
): Promise<readonly Sent[]> {
  const agent = new Agent({ keepAlive: true });
  const startedAt = performance.now();
  const send = async (number: number): Promise<Sent> => {
    const dueAt = startedAt + (number * 1_000) / ratePerSecond;
    // A timer counts whole milliseconds, and rounds down: none is sent before it is due.
    await sleep(Math.max(0, Math.ceil(dueAt - performance.now())));
    const { status, text } = await post(agent, make()).catch(() => ({ status: 'none', text: '' }));
    return { dueAt, answeredAt: performance.now(), status: String(status), text };
  };
  try {
    return await Promise.all(Array.from({ length: count }, (_, number) => send(number)));
  } finally {
    agent.destroy();
  }
}

export function summarize(sent: readonly Sent[]): LoadResult {
  const answers: Record<string, number> = {};
  for (const { status } of sent) answers[status] = (answers[status] ?? 0) + 1;
  const times = sent.map(({ dueAt, answeredAt }) => answeredAt - dueAt);
  return { answers, p50: percentile(times, 50), p95: percentile(times, 95), p99: percentile(times, 99) };
}

export function percentile(times: readonly number[], percent: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? 0;
}
