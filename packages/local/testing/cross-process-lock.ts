import type { ServerResponse } from 'node:http';

/**
 * One at a time, across processes: the answer to a request gives the lock, which is free again when the one who asked hangs up.
 */
export function createLockServer() {
  let last: Promise<unknown> = Promise.resolve();
  return (response: ServerResponse): void => {
    const ended = new Promise<void>((resolve) => response.once('close', resolve));
    const before = last;
    last = Promise.all([before, ended]);
    void before.then(() => response.writeHead(200).flushHeaders());
  };
}

/** Does something while it has the lock. */
export async function withLock<T>(url: string, act: () => Promise<T>): Promise<T> {
  const leaving = new AbortController();
  await fetch(url, { signal: leaving.signal });
  try {
    return await act();
  } finally {
    leaving.abort();
  }
}
