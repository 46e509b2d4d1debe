import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type LocalDeployment, localDeploymentSchema } from '@switchyard/core/deployment';
import { LOCAL_JSON, ROOT } from '../session/paths.ts';

const run = promisify(execFile);

const START_LIMIT_MS = 120_000;

export type DevProcess = {
  readonly pid: number;
  readonly local: LocalDeployment;
  /** @returns the last line that it prints: what its functions needed */
  readonly stop: () => Promise<string>;
};

export type StartDev = (settings?: Readonly<Record<string, string>>) => Promise<DevProcess>;

/** Starts `pnpm dev` as anyone would, on free ports. @param settings beside those of the environment */
export async function startDev(settings: Readonly<Record<string, string>> = {}): Promise<DevProcess> {
  const dev = spawn('npx', ['-y', 'pnpm', 'dev'], {
    cwd: ROOT,
    env: { ...process.env, ...settings, PORT: '0', RECEIVER_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, to be ended as a terminal does it: npx passes nothing on.
    detached: true,
  });
  const { pid = 0 } = dev;
  const stop = async (): Promise<string> => {
    if (dev.exitCode !== null) return '';
    let text = '';
    dev.stdout.on('data', (chunk) => {
      text += chunk;
    });
    process.kill(-pid, 'SIGTERM');
    await once(dev.stdout, 'close');
    return text.split('\n').findLast((line) => line.includes('Environments started')) ?? '';
  };
  try {
    await Promise.race([waitForReady(dev.stdout), endOf(dev)]);
    const local = localDeploymentSchema.parse(JSON.parse(await readFile(LOCAL_JSON, 'utf8')));
    return { pid, local, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The operator's CLI on the stack that runs here. @returns the JSON that it prints */
export async function cli(args: readonly string[], stdin = ''): Promise<unknown> {
  const child = run(process.execPath, ['packages/cli/src/bin/cli.ts', ...args, '--json'], { cwd: ROOT });
  child.child.stdin?.end(stdin);
  return JSON.parse((await child).stdout);
}

/** The rest of the output is read and dropped: a full pipe would stop the stack. */
async function waitForReady(output: NodeJS.ReadableStream): Promise<void> {
  const limit = AbortSignal.timeout(START_LIMIT_MS);
  let text = '';
  await new Promise<void>((resolve, reject) => {
    limit.addEventListener('abort', () => reject(new Error(`It is not ready yet:\n${text}`)));
    output.on('data', (chunk) => {
      if (text.includes('Ctrl-C')) return;
      text += chunk;
      if (text.includes('Ctrl-C')) resolve();
    });
  });
}

async function endOf(child: ReturnType<typeof spawn>): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`pnpm dev ended with ${code}.`);
}
