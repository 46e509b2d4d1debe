import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { demoCommand } from './demo-command.ts';
import type { DemoResult, DemoWatcher } from './run-demo.ts';
import type { DemoStepResult } from './run-steps.ts';

const held: DemoStepResult = {
  name: 'deliver',
  title: 'It is delivered',
  ok: true,
  duration_ms: 12,
  facts: { event_id: 'evt_1' },
};
const broken: DemoStepResult = {
  ...held,
  name: 'requeue',
  ok: false,
  facts: {},
  error: 'This did not hold: x',
};

async function runCommand(json: boolean, run: (watcher: DemoWatcher) => Promise<DemoResult>) {
  const lines: string[] = [];
  const terminal = {
    line: (text: string) => lines.push(stripVTControlCharacters(text)),
    status: () => undefined,
  };
  const exitCode = await demoCommand({ terminal, json, run });
  return { exitCode, lines, text: lines.join('\n') };
}

const resultOf = (...steps: DemoStepResult[]) => ({ ok: steps.every(({ ok }) => ok), duration_ms: 5, steps });

describe('the demo', () => {
  it('exits with 0 when all of it held', async () => {
    const { exitCode, text } = await runCommand(false, async (watcher) => {
      watcher.onResult?.(held);
      return resultOf(held);
    });
    expect(exitCode).toBe(0);
    expect(text).toContain('✔ event id evt_1');
    expect(text).toContain('All of it held.');
  });

  it('exits with 1 when a promise is broken, and says which', async () => {
    const { exitCode, text } = await runCommand(false, async (watcher) => {
      watcher.onResult?.(broken);
      return resultOf(held, broken);
    });
    expect(exitCode).toBe(1);
    expect(text).toContain('✘ This did not hold: x');
    expect(text).toContain('Not all of it held.');
  });

  it('shows what goes on while it waits, and not every line of the log', async () => {
    const { text } = await runCommand(false, async ({ onLog }) => {
      const line = { functionName: 'f', shortName: 'worker', text: '' };
      const id = { eventId: 'evt_1', tenantId: 'acme', endpointId: 'default', attempt: 3 };
      onLog?.({
        ...line,
        json: { msg: 'delivery', outcome: 'retry', status: 503, durationMs: 2, retryInMs: 900, ...id },
      });
      onLog?.({ ...line, json: { msg: 'request', status: 404, method: 'GET', route: '/not-shown' } });
      return resultOf(held);
    });
    expect(text).toMatch(/failed .* attempt 3 {2}503 in 2 ms, next in 0\.9 s/);
    expect(text).not.toContain('/not-shown');
    expect(text).not.toMatch(/(?<!\.)\b404\b/);
  });
});

describe('the demo with --json', () => {
  it.each([
    [0, resultOf(held)],
    [1, resultOf(held, broken)],
  ])('exits with %d and prints the result as one object', async (code, result) => {
    const { exitCode, lines } = await runCommand(true, async ({ onResult }) => {
      for (const step of result.steps) onResult?.(step);
      return result;
    });
    expect(exitCode).toBe(code);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual(result);
  });

  it('exits with 1 when it cannot start, and says so in the object', async () => {
    const { exitCode, lines } = await runCommand(true, () => Promise.reject(new Error('no port')));
    expect(exitCode).toBe(1);
    expect(lines.map((line) => JSON.parse(line))).toEqual([{ ok: false, error: 'no port', steps: [] }]);
  });
});
