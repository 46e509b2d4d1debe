import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 40;
/** Only a failing test waits this long: generous, because the machine may be busy with something else. */
export const PATIENCE_MS = 100_000;

/** Asks until there is an answer. */
export async function waitUntil<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > giveUpAt) throw new Error(`Waited ${PATIENCE_MS / 1000} s in vain: ${what}`);
    await sleep(POLL_MS);
  }
}
