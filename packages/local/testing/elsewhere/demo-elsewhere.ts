// `pnpm demo:elsewhere`: see docs/emulators.md.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../../src/session/paths.ts';

const MOTO = 'moto[server,dynamodb]==5.2.5';
const POM = fileURLToPath(new URL('pom.xml', import.meta.url));
const CACHE = join(ROOT, 'node_modules', '.cache', 'elsewhere');
const VENV = join(CACHE, 'venv');
const MOTO_SERVER = join(VENV, 'bin', 'moto_server');
const JARS = join(CACHE, 'jars');

/** Runs until it has ended. @throws when that was no good end, or it is not on this machine */
async function run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
  const [code] = await once(child, 'exit').catch((error) => {
    throw new Error(`${command} cannot be run: ${error.message}. This needs python3, java and mvn.`);
  });
  if (code !== 0) throw new Error(`${command} ended with ${code}.`);
}

/** Fetches into a folder, once. What was left half-way, or was fetched as something else, is fetched again. */
async function fetchOnce(folder: string, what: string, fetchInto: () => Promise<void>): Promise<void> {
  const whole = `${folder}.whole`;
  if ((await readFile(whole, 'utf8').catch(() => undefined)) === what) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await fetchInto();
  await writeFile(whole, what);
}

const started: ChildProcess[] = [];
/** Runs beside the demo, and says nothing. */
function start(command: string, args: readonly string[]): void {
  const child = spawn(command, args, { stdio: 'ignore' });
  child.once('error', ({ message }) => console.error(`${command} cannot be run: ${message}`));
  started.push(child);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('No port is free.');
  return address.port;
}

const hasEnded = ({ pid, exitCode, signalCode }: ChildProcess): boolean =>
  pid === undefined || exitCode !== null || signalCode !== null;

/** Whatever it answers, it is there. */
async function untilThere(url: string): Promise<void> {
  for (;;) {
    if (started.some(hasEnded)) throw new Error(`Nobody answers at ${url}.`);
    const isThere = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await sleep(200);
  }
}

async function demoElsewhere(): Promise<void> {
  await fetchOnce(VENV, MOTO, async () => {
    await run('python3', ['-m', 'venv', VENV]);
    await run(join(VENV, 'bin', 'pip'), ['install', '--quiet', MOTO]);
  });
  await fetchOnce(JARS, await readFile(POM, 'utf8'), async () => {
    const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${JARS}`];
    await run('mvn', ['--quiet', '--batch-mode', '--file', POM, ...copy]);
  });
  const [moto, elasticMq] = [await freePort(), await freePort()];
  start(MOTO_SERVER, ['-H', '127.0.0.1', '-p', String(moto)]);
  start('java', [
    ...['node-address.host=127.0.0.1', `node-address.port=${elasticMq}`].map((each) => `-D${each}`),
    ...['bind-hostname=127.0.0.1', `bind-port=${elasticMq}`].map((each) => `-Drest-sqs.${each}`),
    ...['-Drest-stats.enabled=false', '-cp', join(JARS, '*'), 'org.elasticmq.server.Main'],
  ]);
  const urls = { dynamodb: `http://127.0.0.1:${moto}`, sqs: `http://127.0.0.1:${elasticMq}` };
  await Promise.all(Object.values(urls).map(untilThere));
  await run(process.execPath, [join(ROOT, 'packages/local/src/bin/demo.ts'), ...process.argv.slice(2)], {
    AWS_ENDPOINT_URL_DYNAMODB: urls.dynamodb,
    AWS_ENDPOINT_URL_SQS: urls.sqs,
  });
}

try {
  await demoElsewhere();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  for (const child of started) child.kill();
}
