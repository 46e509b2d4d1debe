// Runs the local stack for the flow tests, in a process of its own: they reach it as any program does, over HTTP.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogLine } from '@switchyard/aws-local';
import { describeLocalStack, writeLocalJson } from '../src/session/local-json.ts';
import { openSession, type Session } from '../src/session/open-session.ts';
import { parseSessionSettings } from '../src/session/session-settings.ts';
import { synthesize } from '../src/session/synthesize.ts';
import { createCallLog } from './call-log.ts';
import type { FlowHostMessage } from './flow-host-message.ts';
import { startProviderApi } from './inbound-provider-api.ts';
import { serveControl } from './serve-control.ts';

/** Each setting that tests lean on is given, so that a developer's .env changes nothing. */
const SETTINGS = {
  PREFIX: 'switchyard',
  RETRY_SCHEDULE: '0s',
  MAX_ATTEMPTS: '5',
  PLANS: 'trial=1000/500/3,slow=1/1',
  SLOW_AFTER_MS: '1000',
  BREAKER_FAILURES: '20',
  BREAKER_PERIOD: '1s',
  PROBE_SCHEDULE: '1s',
  HEALTH_FLUSH_INTERVAL: '0s',
  DELIVERY_TIMEOUT_MS: '6000',
  WORKER_MAX_CONCURRENCY: '10',
  CLIENT_CERTIFICATES: 'true',
  LOG_LEVEL: 'info',
  VERIFY_WEBHOOK_SIGNATURES: 'true',
  LEGACY_TWILIO_STATUS_SIGNATURE: 'false',
  LEGACY_RESEND_SIGNATURE: 'false',
  MESSAGE_ID_MAPPING_STRATEGY: 'timestamp',
  REPLIES_DELAY_SECONDS: '1',
  FALLBACK_MESSAGE: 'Nobody reads {channel} messages here.',
  FALLBACK_FROM_EMAIL: 'Acme <hello@example.com>',
};

const say = (message: FlowHostMessage): void => {
  if (process.connected) process.send?.(message);
};

// Told to stop, or the test run is gone.
const leaving = new AbortController();
process.once('disconnect', () => leaving.abort());

const directory = await mkdtemp(join(tmpdir(), 'switchyard-flow-'));
const lines: LogLine[] = [];
const callLog = createCallLog();
let session: Session | undefined;
try {
  const assemblyDirectory = join(directory, 'cdk.out');
  const providerApi = await startProviderApi();
  const apis = { TWILIO_API_BASE_URL: providerApi, RESEND_API_BASE_URL: providerApi };
  await synthesize(assemblyDirectory, { ...process.env, ...SETTINGS, ...apis }, leaving.signal);
  const settings = parseSessionSettings({ PORT: '0', RECEIVER_PORT: '0' });
  session = await openSession({
    assemblyDirectory,
    settings,
    onLog: (line) => lines.push(line),
    onCall: callLog.record,
  });
  const { stack, deployment, operatorToken } = session;
  await writeLocalJson(
    join(directory, '.switchyard/local.json'),
    describeLocalStack(stack, deployment, operatorToken),
  );
  say({ kind: 'ready', directory, controlUrl: await serveControl(stack, lines, callLog) });
  if (!leaving.signal.aborted) await once(leaving.signal, 'abort');
} catch (error) {
  say({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
} finally {
  await session?.close();
  await rm(directory, { recursive: true, force: true });
}
process.exit();
