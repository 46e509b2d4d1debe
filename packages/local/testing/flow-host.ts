// Runs the local stack for the flow tests, in a process of its own: they reach it as any program does, over HTTP.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogLine } from '../src/index.ts';
import { describeLocalStack, writeLocalJson } from '../src/session/local-json.ts';
import { openSession } from '../src/session/open-session.ts';
import { parseSessionSettings } from '../src/session/session-settings.ts';
import { synthesize } from '../src/session/synthesize.ts';
import type { FlowHostMessage } from './flow-host-message.ts';

/** Each setting that tests lean on is given, so that a developer's .env changes nothing. */
const SETTINGS = {
  PREFIX: 'switchyard',
  RETRY_SCHEDULE: '0s',
  MAX_ATTEMPTS: '5',
  DELIVERY_TIMEOUT_MS: '1500',
  WORKER_MAX_CONCURRENCY: '10',
  LOG_LEVEL: 'info',
};

const say = (message: FlowHostMessage): void => {
  process.send?.(message);
};

const directory = await mkdtemp(join(tmpdir(), 'switchyard-flow-'));
const lines: LogLine[] = [];
try {
  const assemblyDirectory = join(directory, 'cdk.out');
  await synthesize(assemblyDirectory, { ...process.env, ...SETTINGS });
  const settings = parseSessionSettings({ PORT: '0', RECEIVER_PORT: '0' });
  const session = await openSession({ assemblyDirectory, settings, onLog: (line) => lines.push(line) });
  await writeLocalJson(
    join(directory, '.switchyard/local.json'),
    describeLocalStack(session.stack, session.deployment, session.operatorToken),
  );

  const control = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://host');
    const from = Number(url.searchParams.get('from') ?? 0);
    const answer = url.pathname === '/logs' ? lines.slice(from) : session.stack.permissionReport();
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  control.listen(0, '127.0.0.1', () => {
    const { port } = control.address() as AddressInfo;
    say({ kind: 'ready', directory, controlUrl: `http://127.0.0.1:${port}` });
  });

  // Told to stop, or the test run is gone.
  process.once('disconnect', async () => {
    await session.close();
    await rm(directory, { recursive: true, force: true });
    process.exit(0);
  });
} catch (error) {
  await rm(directory, { recursive: true, force: true });
  say({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  process.exit(1);
}
