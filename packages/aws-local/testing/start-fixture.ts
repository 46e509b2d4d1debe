import { fileURLToPath } from 'node:url';
import type { LocalStack, LocalStackOptions, LogLine } from '../src/index.ts';
import { startLocalStack } from '../src/index.ts';

export const FIXTURE_DIRECTORY = fileURLToPath(new URL('./fixture', import.meta.url));

export type Fixture = {
  readonly stack: LocalStack;
  readonly lines: readonly LogLine[];
  /** Settles with the first `count` JSON log lines that match, past ones included. */
  readonly logged: (
    matches: (json: Record<string, unknown>) => boolean,
    count?: number,
  ) => Promise<Record<string, unknown>[]>;
  /** Fetches a path of the fixture's API. */
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** Has the API's function send these messages to the work queue. */
  readonly send: (...messages: readonly Record<string, unknown>[]) => Promise<void>;
};

export async function startFixture(options: Partial<LocalStackOptions> = {}): Promise<Fixture> {
  const lines: LogLine[] = [];
  const watchers = new Set<() => void>();
  const stack = await startLocalStack({
    assemblyDirectory: FIXTURE_DIRECTORY,
    ...options,
    onLog: (line) => {
      lines.push(line);
      for (const check of watchers) check();
    },
  });
  const call = (path: string, init: RequestInit = {}): Promise<Response> =>
    // A connection of its own, so that none is left open when the stack stops.
    fetch(`${stack.outputs.ApiUrl}${path}`, { ...init, headers: { connection: 'close', ...init.headers } });

  return {
    stack,
    lines,
    fetch: call,
    logged: (matches, count = 1) =>
      new Promise((resolve) => {
        const check = (): void => {
          const found = lines.flatMap(({ json }) => (json && matches(json) ? [json] : []));
          if (found.length < count) return;
          watchers.delete(check);
          resolve(found);
        };
        watchers.add(check);
        check();
      }),
    send: async (...messages) => {
      const response = await call('/open/send?mode=send', { method: 'POST', body: JSON.stringify(messages) });
      if (response.status !== 200) throw new Error(`The fixture could not send: ${await response.text()}`);
    },
  };
}
