import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parseObject } from '@switchyard/aws-local/json';
import type { Page } from 'playwright-core';
import { ROOT } from '../src/session/paths.ts';
import type { FlowStack } from './flow-stack.ts';

const AXE = readFileSync(join(ROOT, 'packages/console/node_modules/axe-core/axe.min.js'), 'utf8');

export type OperatorConsole = {
  /** Of a page, with the token in it. */
  readonly addressOf: (path: string) => string;
  /** As Ctrl-C ends it. @returns its exit code */
  readonly end: () => Promise<number | null>;
};

/** `pnpm cli console`, as its own program, on the stack of the flow tests. */
export async function startOperatorConsole({ assemblyDirectory }: FlowStack): Promise<OperatorConsole> {
  const cli = join(ROOT, 'packages/cli/src/bin/cli.ts');
  const child = spawn(process.execPath, [cli, 'console', '--json'], {
    cwd: dirname(assemblyDirectory),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const url = new URL(await firstUrl(child));
  return {
    addressOf: (path) => `${url.origin}${path}${url.hash}`,
    async end() {
      child.kill('SIGINT');
      const [code]: unknown[] = await exited;
      return typeof code === 'number' ? code : null;
    },
  };
}

async function firstUrl(child: ChildProcessByStdio<null, Readable, null>): Promise<string> {
  for await (const line of createInterface(child.stdout)) return String(parseObject(line)?.url);
  throw new Error('The console ended before it said where it is.');
}

/** What stops somebody who cannot see, or cannot use a mouse, in either theme. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  const problems: string[] = [];
  await page.evaluate(AXE);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const found: string[] = await page.evaluate(
      `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
        violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 200)).join(' | ')))`,
    );
    problems.push(...found.map((problem) => `${colorScheme}: ${problem}`));
  }
  return problems;
}
