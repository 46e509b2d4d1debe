import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parseObject } from '@switchyard/aws-local/json';
import { ROOT } from '../../local/src/session/paths.ts';
import type { FlowStack } from '../../local/testing/flow-stack.ts';

export type OperatorConsole = {
  /** Of a page, with the token in it. */
  readonly addressOf: (path: string) => string;
  /** As Ctrl-C ends it. @returns its exit code */
  readonly end: () => Promise<number | null>;
};

/** `pnpm cli console`, as its own program, on the stack whose assembly is beside `.switchyard/local.json`. */
export async function startOperatorConsole({
  assemblyDirectory,
}: Pick<FlowStack, 'assemblyDirectory'>): Promise<OperatorConsole> {
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
