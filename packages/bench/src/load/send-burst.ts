import { Agent } from 'node:http';
import { post } from '@switchyard/local/measure';
import type { Target } from './target.ts';

const LIMIT_MS = 300_000;
const CONNECTIONS = 20;

/** Posts so many events as fast as they are accepted. @returns how many a second arrived, from the first post to the last receipt */
export async function sendBurst(target: Target, events: number): Promise<number> {
  const { receiver, makeEvent, isAccepted } = target;
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const before = receiver.count();
  const startedAt = performance.now();
  let left = events;
  const postInTurn = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { status, text } = await post(agent, makeEvent());
      if (!isAccepted({ status: String(status) }))
        throw new Error(`${target.name} did not accept an event: ${status} ${text.slice(0, 500)}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, postInTurn));
    await receiver.reached(before + events, AbortSignal.timeout(LIMIT_MS));
  } finally {
    agent.destroy();
  }
  return events / ((performance.now() - startedAt) / 1_000);
}
