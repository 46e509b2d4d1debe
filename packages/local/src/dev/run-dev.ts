import { join } from 'node:path';
import { createTenant } from '@switchyard/cli/create-tenant';
import color from 'picocolors';
import { createHooksClient } from '../demo/hooks-client.ts';
import { PortInUseError } from '../errors.ts';
import type { LogLine } from '../local-stack.ts';
import { describeLocalStack, removeLocalJson, writeLocalJson } from '../session/local-json.ts';
import { openSession, type Session } from '../session/open-session.ts';
import { LOCAL_DIRECTORY, LOCAL_JSON } from '../session/paths.ts';
import { parseSessionSettings } from '../session/session-settings.ts';
import { synthesize } from '../session/synthesize.ts';
import { createTraceCollector, type TraceStep } from './delivery-trace.ts';
import { formatLogLine } from './format-log-line.ts';
import { createProgress } from './progress.ts';
import { readyMessage } from './ready-message.ts';

const SAMPLE_EVENT = '{"type":"order.paid","data":{"order_id":1042,"amount":"19.90","currency":"EUR"}}';
const DEMO_TENANT = 'demo';

/**
 * Starts everything, shows one event's way, and stays up.
 *
 * @returns how to stop it
 */
export async function runDev(
  environment: Readonly<Record<string, string | undefined>>,
  write: (line: string) => void,
): Promise<() => Promise<void>> {
  const settings = parseSessionSettings(environment);
  const progress = createProgress(write);
  const traces = createTraceCollector();
  let live = false;
  const onLog = (line: LogLine) => {
    traces.observe(line);
    const text = live || line.json === undefined ? formatLogLine(line) : undefined;
    if (text !== undefined) write(`  ${text}`);
  };

  write(`\n${color.bold('Switchyard')} ${color.dim('the stack that would be deployed, on this machine')}\n`);
  const assemblyDirectory = join(LOCAL_DIRECTORY, 'cdk.out');
  await synthesize(assemblyDirectory, environment);
  progress.done('Synthesized', 'cdk.out');

  const session = await openStack();
  const stop = async () => {
    await removeLocalJson(LOCAL_JSON);
    await session.close();
  };
  try {
    for (const resource of session.stack.unsupported)
      write(`  ${color.yellow('!')} not run here: ${resource}`);

    const { deployment, documents } = session;
    const tenant = await createTenant({
      documents,
      tables: deployment.tables,
      clock: Date.now,
      allowLoopback: true,
    })({
      tenantId: DEMO_TENANT,
      targetUrl: `${deployment.receiverUrl}/${DEMO_TENANT}/webhook`,
    });
    progress.done('Demo tenant', `${DEMO_TENANT} → ${deployment.receiverUrl}/${DEMO_TENANT}/webhook`);

    const answer = await createHooksClient(deployment.hooksUrl, tenant.apiKey).postEvent(SAMPLE_EVENT);
    const eventId = eventIdOf(answer.body, answer.text);
    const steps = await traces.trace(eventId);
    progress.done('Sample event', eventId);
    write(`\n${formatTrace(steps)}\n`);

    const local = describeLocalStack(session.stack, deployment, session.operatorToken);
    await writeLocalJson(LOCAL_JSON, local);
    write(readyMessage(local, tenant.apiKey, eventId));
    live = true;
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }

  async function openStack(): Promise<Session> {
    try {
      return await openSession({
        assemblyDirectory,
        settings,
        onLog,
        onProgress: ({ name, detail }) => progress.done(name, detail),
      });
    } catch (error) {
      if (!(error instanceof PortInUseError)) throw error;
      const variable = error.outputKey === 'HooksUrl' ? 'PORT' : 'RECEIVER_PORT';
      throw new Error(
        `Port ${error.port} is taken by another program. Set ${variable} to a free port, or ${variable}=0 for any.`,
        { cause: error },
      );
    }
  }
}

function eventIdOf(body: unknown, text: string): string {
  if (typeof body === 'object' && body !== null && 'event_id' in body) return String(body.event_id);
  throw new Error(`The sample event was not accepted: ${text}`);
}

function formatTrace(steps: readonly TraceStep[]): string {
  return steps
    .map(({ name, atMs, detail }, index) => {
      const branch = index === steps.length - 1 ? '└' : '├';
      return `  ${color.dim(branch)} ${color.green(name.padEnd(10))} ${`+${atMs} ms`.padStart(8)}   ${color.dim(detail)}`;
    })
    .join('\n');
}
