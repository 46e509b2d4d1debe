import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogLine } from '@switchyard/aws-local';
import { serveLocalConsole } from '@switchyard/cli/console';
import color from 'picocolors';
import { createLocalTenant } from '../create-local-tenant.ts';
import { createHooksClient, type HooksClient } from '../demo/hooks-client.ts';
import { describeLocalStack, removeLocalJson, writeLocalJson } from '../session/local-json.ts';
import { openSession, type Session } from '../session/open-session.ts';
import { LOCAL_DIRECTORY, LOCAL_JSON, ROOT } from '../session/paths.ts';
import { requireFreePorts } from '../session/ports.ts';
import { createRunDirectory } from '../session/run-directory.ts';
import { parseSessionSettings } from '../session/session-settings.ts';
import { synthesize } from '../session/synthesize.ts';
import { createTraceCollector, type TraceStep } from './delivery-trace.ts';
import { formatLogLine } from './format-log-line.ts';
import { createProgress } from './progress.ts';
import { readyMessage } from './ready-message.ts';
import type { Terminal } from './terminal.ts';

const SAMPLE_EVENT = '{"type":"order.paid","data":{"order_id":1042,"amount":"19.90","currency":"EUR"}}';
const DEMO_TENANT = 'demo';
/** Long enough for a machine that is busy with other things. */
const SAMPLE_PATIENCE_MS = 30_000;

/**
 * Starts everything, shows one event's way, and stays up.
 *
 * @param signal ends the start; what was started by then is stopped
 * @returns how to stop it
 */
export async function runDev(
  environment: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  const settings = parseSessionSettings(environment);
  await requireFreePorts(settings);
  // Of a stack that was killed: whoever waits for the file must not find that.
  removeLocalJson(LOCAL_JSON);

  const progress = createProgress(terminal);
  const traces = createTraceCollector();
  let live = false;
  const onLog = (line: LogLine) => {
    traces.observe(line);
    const isTrouble = line.json === undefined || line.json.level === 'error' || line.json.level === 'ERROR';
    const text = live || isTrouble ? formatLogLine(line) : undefined;
    if (text !== undefined) terminal.line(`  ${text}`);
  };

  terminal.line(`\n${color.bold('Switchyard')}  ${color.dim('the stack that would be deployed, here')}\n`);
  const directory = await createRunDirectory(LOCAL_DIRECTORY);
  let session: Session | undefined;
  let console_: Awaited<ReturnType<typeof serveLocalConsole>> | undefined;
  const stop = async () => {
    terminal.status(undefined);
    removeLocalJson(LOCAL_JSON);
    if (live && session !== undefined) terminal.line(`\n${color.dim(describeFunctions(session.stack))}`);
    await console_?.close();
    await session?.close();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    terminal.status('Synthesizing: bundling the functions takes a few seconds');
    const assemblyDirectory = join(directory, 'cdk.out');
    const warnings = await synthesize(assemblyDirectory, environment, signal);
    progress.done('Synthesized', 'what cdk deploy would ship');
    for (const warning of warnings) terminal.line(`  ${color.yellow('!')} ${warning}`);

    terminal.status('Starting the stack');
    session = await openSession({
      assemblyDirectory,
      settings,
      onLog,
      onProgress: ({ name, detail }) => {
        if (!signal.aborted) progress.done(name, detail);
      },
    });
    signal.throwIfAborted();
    for (const resource of session.stack.unsupported)
      terminal.line(`  ${color.yellow('!')} not run here: ${resource}`);

    terminal.status('Sending a first event');
    const { deployment } = session;
    const targetUrl = `${deployment.receiverUrl}/${DEMO_TENANT}/webhook`;
    const tenant = await createDemoTenant(session, targetUrl);
    progress.done('Demo tenant', `${DEMO_TENANT} → ${targetUrl}`);
    const hooks = createHooksClient(deployment.hooksUrl, tenant.apiKey);
    const answer = await hooks.postEvent(SAMPLE_EVENT);
    const eventId = eventIdOf(answer.body, answer.text);
    const portalUrl = await makePortalLink(hooks);
    const steps = await followSample(eventId);
    progress.done('Sample event', eventId);
    terminal.status(undefined);
    terminal.line(`\n${formatTrace(steps)}\n`);

    const local = describeLocalStack(session.stack, deployment, session.operatorToken);
    await writeLocalJson(LOCAL_JSON, local);
    console_ = await serveLocalConsole(ROOT);
    signal.throwIfAborted();
    const addresses = { portalUrl, consoleUrl: console_.url };
    terminal.line(readyMessage(local, { apiKey: tenant.apiKey, eventId, ...addresses }));
    live = true;
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }

  /** A sample that does not arrive is no reason to go down: whoever breaks the worker wants to see its log. */
  async function followSample(eventId: string): Promise<readonly TraceStep[] | undefined> {
    const patience = AbortSignal.timeout(SAMPLE_PATIENCE_MS);
    try {
      return await traces.trace(eventId, AbortSignal.any([signal, patience]));
    } catch (error) {
      if (signal.aborted) throw error;
      return undefined;
    }
  }
}

/** Why some events took longer than others. */
function describeFunctions({ functionCounts }: Session['stack']): string {
  const used = Object.entries(functionCounts()).filter(([, { started }]) => started > 0);
  const each = used.map(([name, { started, waited }]) => `${name} ${started} (${waited} waited)`);
  return `Environments started, and events that waited for one: ${each.join(', ')}`;
}

const createDemoTenant = ({ documents, deployment: { tables } }: Session, targetUrl: string) =>
  createLocalTenant({ documents, tables }, { tenantId: DEMO_TENANT, targetUrl });

function eventIdOf(body: unknown, text: string): string {
  if (typeof body === 'object' && body !== null && 'event_id' in body) return String(body.event_id);
  throw new Error(`The sample event was not accepted: ${text}`);
}

/** Good for a day, which is as long as a link may be. */
async function makePortalLink(hooks: HooksClient): Promise<string> {
  const { body, text } = await hooks.call('POST', '/v1/portal-links', '{"expires_in_seconds":86400}');
  if (typeof body === 'object' && body !== null && 'url' in body) return String(body.url);
  throw new Error(`There is no link to the portal: ${text}`);
}

function formatTrace(steps: readonly TraceStep[] | undefined): string {
  if (steps === undefined)
    return `  ${color.yellow('!')} No attempt was made within ${SAMPLE_PATIENCE_MS / 1000} s.`;
  return steps
    .map(({ name, atMs, detail }, index) => {
      const branch = index === steps.length - 1 ? '└' : '├';
      const paint = name === 'failed' ? color.yellow : color.green;
      return `  ${color.dim(branch)} ${paint(name.padEnd(10))} ${`+${atMs} ms`.padStart(8)}   ${color.dim(detail)}`;
    })
    .join('\n');
}
