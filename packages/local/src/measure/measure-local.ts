import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { localDeploymentSchema } from '@switchyard/core/deployment';
import * as z from 'zod';
import { LOCAL_JSON, ROOT } from '../session/paths.ts';
import { startDeliveryCounter } from './delivery-counter.ts';
import { postEvents } from './post-events.ts';
import { readTreeUsage, type TreeUsage } from './process-tree.ts';

const run = promisify(execFile);

const START_LIMIT_MS = 120_000;
const ROUND_LIMIT_MS = 180_000;
/** Until what was needed for the start is given back. */
const REST_MS = 10_000;
const WARM_UP_EVENTS = 200;

export type MeasuredRound = {
  readonly events: number;
  readonly acceptedPerSecond: number;
  readonly deliveredPerSecond: number;
  /** What the stack used, the posting program and the endpoint left out. */
  readonly cpuMsPerEvent: number;
  readonly after: TreeUsage;
};

export type Measured = { readonly atRest: TreeUsage; readonly rounds: readonly MeasuredRound[] };

/** Starts `pnpm dev` as anyone would, has it deliver events over loopback, and ends it. */
export async function measureLocal(given: {
  readonly rounds: number;
  readonly eventsPerRound: number;
  readonly concurrency: number;
}): Promise<Measured> {
  const dev = spawn('npx', ['-y', 'pnpm', 'dev'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', RECEIVER_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, to be ended as a terminal does it: npx passes nothing on.
    detached: true,
  });
  const { pid = 0 } = dev;
  const counter = await startDeliveryCounter();
  try {
    await Promise.race([waitForReady(dev.stdout), endOf(dev)]);
    const local = localDeploymentSchema.parse(JSON.parse(await readFile(LOCAL_JSON, 'utf8')));
    await sleep(REST_MS);
    const atRest = readTreeUsage(pid);

    const apiKey = await createTenant(counter.url);
    const post = (count: number) => postEvents(local.hooks_url, apiKey, count, given.concurrency);
    const rounds: MeasuredRound[] = [];
    await post(WARM_UP_EVENTS);
    await counter.reached(WARM_UP_EVENTS, AbortSignal.timeout(ROUND_LIMIT_MS));
    for (let round = 0; round < given.rounds; round += 1) {
      const before = readTreeUsage(pid);
      const delivered = counter.count();
      const startedAt = performance.now();
      await post(given.eventsPerRound);
      const acceptedAt = performance.now();
      await counter.reached(delivered + given.eventsPerRound, AbortSignal.timeout(ROUND_LIMIT_MS));
      const deliveredAt = performance.now();
      const after = readTreeUsage(pid);
      const perSecond = (until: number) => given.eventsPerRound / ((until - startedAt) / 1000);
      rounds.push({
        events: given.eventsPerRound,
        acceptedPerSecond: perSecond(acceptedAt),
        deliveredPerSecond: perSecond(deliveredAt),
        cpuMsPerEvent: ((after.cpuSeconds - before.cpuSeconds) * 1000) / given.eventsPerRound,
        after,
      });
    }
    return { atRest, rounds };
  } finally {
    await counter.close();
    if (dev.exitCode === null) {
      process.kill(-pid, 'SIGTERM');
      await once(dev.stdout, 'close');
    }
  }
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

async function createTenant(targetUrl: string): Promise<string> {
  const name = `measured-${Date.now()}`;
  const cli = ['packages/cli/src/bin/cli.ts', 'tenants', 'create', name, '--target-url', targetUrl, '--json'];
  const { stdout } = await run(process.execPath, cli, { cwd: ROOT });
  return z.object({ api_key: z.string() }).parse(JSON.parse(stdout)).api_key;
}
