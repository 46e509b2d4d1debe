import { setTimeout as sleep } from 'node:timers/promises';
import { pollDelay } from '../src/poll-delay.ts';

/** Only a failing test waits this long: generous, because the machine may be busy with something else. */
export const PATIENCE_MS = 240_000;

/** Asks until there is an answer. */
export async function waitUntil<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const startedAt = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > startedAt + PATIENCE_MS)
      throw new Error(`Waited ${PATIENCE_MS / 1000} s in vain: ${what}`);
    await sleep(pollDelay(startedAt));
  }
}
