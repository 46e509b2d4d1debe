// `pnpm demo:elsewhere`: see docs/emulators.md.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
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

/** Runs until it has ended. @throws when that was no good end */
async function run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${command} ended with ${code}.`);
}

const started: ChildProcess[] = [];
/** Runs beside the demo, and says nothing. */
const start = (command: string, args: readonly string[]): void =>
  void started.push(spawn(command, args, { stdio: 'ignore' }));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('No port is free.');
  return address.port;
}

/** Whatever it answers, it is there. */
async function untilThere(url: string): Promise<void> {
  for (;;) {
    if (started.some(({ exitCode }) => exitCode !== null)) throw new Error(`Nobody answers at ${url}.`);
    const isThere = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await sleep(200);
  }
}

async function demoElsewhere(): Promise<void> {
  if (!existsSync(MOTO_SERVER)) {
    await run('python3', ['-m', 'venv', VENV]);
    await run(join(VENV, 'bin', 'pip'), ['install', '--quiet', MOTO]);
  }
  if (!existsSync(JARS)) {
    const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${JARS}`];
    await run('mvn', ['--quiet', '--batch-mode', '--file', POM, ...copy]);
  }
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
