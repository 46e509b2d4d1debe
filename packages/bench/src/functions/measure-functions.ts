import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDeliveryCounter } from '@switchyard/local/measure';
import { build } from 'esbuild';
import { startCannedAws } from './canned-aws.ts';
import { floorSource } from './floor-source.ts';
import { type Cost, costSchema, type Order } from './function-process.ts';
import { type Recorded, recordInvocations } from './record-invocations.ts';

const PROGRAM = fileURLToPath(new URL('./function-process.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DELIVERY_LIMIT_MS = 60_000;

export type FunctionOptions = {
  /** Fresh processes of each, in turn with its floor's. */
  readonly processes: number;
  readonly warmUp: number;
  readonly runs: number;
};

export type Side = { readonly bundleBytes: number; readonly costs: readonly Cost[] };
export type MeasuredFunction = {
  readonly name: string;
  /** AWS calls in order, warm. */
  readonly calls: readonly string[];
  readonly own: Side;
  readonly floor: Side;
};

/** Each function that an event passes through, beside a handler that makes the same calls and nothing else. */
export async function measureFunctions(options: FunctionOptions): Promise<readonly MeasuredFunction[]> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-'));
  const counter = await startDeliveryCounter();
  const aws = await startCannedAws();
  try {
    const recorded = await recordInvocations({
      directory: join(directory, 'assembly'),
      targetUrl: counter.url,
      delivered: (count) => counter.reached(count, AbortSignal.timeout(DELIVERY_LIMIT_MS)),
    });
    const measured: MeasuredFunction[] = [];
    for (const each of recorded)
      measured.push(await measureFunction({ directory, aws, counter }, each, options));
    return measured;
  } finally {
    await Promise.all([aws.close(), counter.close()]);
    await rm(directory, { recursive: true, force: true });
  }
}

type BenchContext = {
  readonly directory: string;
  readonly aws: Awaited<ReturnType<typeof startCannedAws>>;
  readonly counter: Awaited<ReturnType<typeof startDeliveryCounter>>;
};

async function measureFunction(
  { directory, aws, counter }: BenchContext,
  { name, definition, payload, calls }: Recorded,
  { processes, warmUp, runs }: FunctionOptions,
): Promise<MeasuredFunction> {
  const { codeDirectory, handler } = definition;
  const environment = withAwsAt(definition.environment, aws.url);
  const [file = '', exported = ''] = handler.split('.');
  const ownOrder = { file: join(codeDirectory, `${file}.mjs`), handler: exported, payload };

  // What a warm one asks for, and no more: the last of three.
  aws.learn(calls);
  const before = counter.requests();
  await runProcess({ ...ownOrder, warmUp: 0, runs: 1 }, environment);
  const perInvocation = aws.takeAsked();
  await runProcess({ ...ownOrder, warmUp: 1, runs: 1 }, environment);
  const warmCalls = aws.takeAsked().slice(perInvocation.length);
  const delivers = counter.requests() > before;

  const floorFile = join(directory, `${name}-floor.mjs`);
  await buildFloor(
    floorFile,
    floorSource(warmCalls, delivers ? { url: counter.url, body: '{"type":"order.paid"}' } : undefined),
  );
  const floorOrder = { file: floorFile, handler: 'handler', payload };

  const own: Cost[] = [];
  const floor: Cost[] = [];
  for (let done = 0; done < processes; done += 1) {
    own.push(await runProcess({ ...ownOrder, warmUp, runs }, environment));
    floor.push(await runProcess({ ...floorOrder, warmUp, runs }, environment));
  }
  aws.takeAsked();
  return {
    name,
    calls: warmCalls.map(({ operation }) => operation),
    own: { bundleBytes: await sizeOfAll(codeDirectory), costs: own },
    floor: { bundleBytes: await sizeOf(floorFile), costs: floor },
  };
}

/** What is loaded later, if ever, as well. */
async function sizeOfAll(folder: string): Promise<number> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.mjs'));
  const sizes = await Promise.all(files.map((name) => sizeOf(join(folder, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const sizeOf = async (file: string): Promise<number> => (await stat(file)).size;

async function buildFloor(file: string, source: string): Promise<void> {
  await build({
    stdin: { contents: source, resolveDir: ROOT },
    outfile: file,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: {
      js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
}

/** Queues are known by their URL, which has AWS's address in it. */
function withAwsAt(environment: Readonly<Record<string, string>>, url: string): Record<string, string> {
  const recordedUrl = environment.AWS_ENDPOINT_URL_SQS ?? '';
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, value.replaceAll(recordedUrl, url)]),
  );
}

async function runProcess(order: Order, environment: Readonly<Record<string, string>>): Promise<Cost> {
  const child = fork(PROGRAM, { env: { ...environment }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.send(order);
  const [answer] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${order.file} ended with ${code}.`);
    }),
  ]);
  return costSchema.parse(answer);
}
