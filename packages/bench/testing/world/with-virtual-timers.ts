import type { VirtualTime } from './virtual-time.ts';

/**
 * `setTimeout` of all that runs meanwhile is of the virtual time: what is given up after a time is given up there, and
 * nothing that has ended is waited for.
 */
export async function withVirtualTimers<T>(time: VirtualTime, run: () => Promise<T>): Promise<T> {
  const { setTimeout: start, clearTimeout: clear } = globalThis;
  const cleared = new WeakSet<object>();
  const startVirtual = (callback: () => void, ms = 0): object => {
    const timer = { ref: () => timer, unref: () => timer, hasRef: () => false };
    time.at(time.clock() + ms, () => {
      if (!cleared.has(timer)) callback();
    });
    return timer;
  };
  Object.assign(globalThis, {
    setTimeout: startVirtual,
    clearTimeout: (timer?: object) => void (timer !== undefined && cleared.add(timer)),
  });
  try {
    return await run();
  } finally {
    Object.assign(globalThis, { setTimeout: start, clearTimeout: clear });
  }
}
