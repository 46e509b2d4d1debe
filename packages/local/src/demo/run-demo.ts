import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogLine, Progress } from '@switchyard/aws-local';
import { DEFAULT_MAX_ATTEMPTS, JITTER, parseRetrySchedule } from '@switchyard/core/deliveries';
import { describeLocalStack } from '../session/local-json.ts';
import { openSession, type Session } from '../session/open-session.ts';
import { LOCAL_DIRECTORY } from '../session/paths.ts';
import { createRunDirectory } from '../session/run-directory.ts';
import { parseSessionSettings } from '../session/session-settings.ts';
import { synthesize } from '../session/synthesize.ts';
import { startEndpointServer } from './endpoint-server.ts';
import { createInboundContext } from './inbound-context.ts';
import { inboundSteps } from './inbound-steps.ts';
import { createOutboundContext } from './outbound-context.ts';
import { type OutboundContext, outboundSteps } from './outbound-steps.ts';
import { DEMO_PLANS } from './plan-steps.ts';
import { type DemoStep, type DemoStepResult, runSteps, type StepWatcher } from './run-steps.ts';

/** Five attempts in four seconds instead of a quarter of an hour: SQS delays by whole seconds, jitter included. */
const DEMO_SCHEDULE = '900ms';

/** Few failures in a row, and a probe soon: more than the steps before it make, and less than a person waits. */
const DEMO_BREAKER = { BREAKER_FAILURES: '25', BREAKER_PERIOD: '1s', PROBE_SCHEDULE: '2s' };

const TENANT_ID = 'acme';

/** Instead of half a minute. */
const REPLIES_DELAY_SECONDS = 2;

/** Beyond the waits: what a busy machine, or an emulator that takes its time, needs for the attempts themselves. */
const RETRIES_MARGIN_MS = 120_000;

export type DemoResult = {
  readonly ok: boolean;
  readonly duration_ms: number;
  readonly steps: readonly DemoStepResult[];
};

export type DemoWatcher = StepWatcher & {
  readonly onProgress?: (step: Progress) => void;
  readonly onLog?: (line: LogLine) => void;
};

/**
 * Runs the outbound and the inbound steps on a stack of its own, over HTTP, and says of each step whether it held.
 *
 * @param signal ends it early; what was started is stopped
 */
export async function runDemo(
  environment: Readonly<Record<string, string | undefined>>,
  watcher: DemoWatcher = {},
  signal?: AbortSignal,
  outbound: readonly DemoStep<OutboundContext>[] = outboundSteps,
): Promise<DemoResult> {
  const startedAt = performance.now();
  const settings = { ...parseSessionSettings(environment), PORT: 0, RECEIVER_PORT: 0 };
  const schedule = environment.RETRY_SCHEDULE || DEMO_SCHEDULE;
  const directory = await createRunDirectory(LOCAL_DIRECTORY);
  const endpoint = await startEndpointServer();
  let session: Session | undefined;
  let closeInbound: (() => void) | undefined;
  try {
    const assemblyDirectory = join(directory, 'cdk.out');
    await synthesize(
      assemblyDirectory,
      {
        ...environment,
        ...DEMO_BREAKER,
        PLANS: DEMO_PLANS,
        RETRY_SCHEDULE: schedule,
        REPLIES_DELAY_SECONDS: String(REPLIES_DELAY_SECONDS),
      },
      signal,
    );
    watcher.onProgress?.({ name: 'Synthesized', detail: 'what cdk deploy would ship' });
    session = await openSession({
      assemblyDirectory,
      settings,
      ...(watcher.onLog === undefined ? {} : { onLog: watcher.onLog }),
    });
    watcher.onProgress?.({
      name: 'Started',
      detail: `the stack, and a tenant’s endpoint on ${endpoint.url}`,
    });
    const maxAttempts = Number(environment.MAX_ATTEMPTS || DEFAULT_MAX_ATTEMPTS);
    const { stack, deployment, operatorToken, documents } = session;
    const local = describeLocalStack(stack, deployment, operatorToken);
    const context = await createOutboundContext(local, documents, {
      tenantId: TENANT_ID,
      endpoint,
      maxAttempts,
      retriesMs: sumOfWaits(schedule, maxAttempts) + RETRIES_MARGIN_MS,
    });
    const inbound = await createInboundContext(local, directory, context, {
      tenantId: TENANT_ID,
      repliesDelaySeconds: REPLIES_DELAY_SECONDS,
    });
    closeInbound = inbound.close;
    const play = async () => {
      const out = await runSteps(outbound, context, watcher);
      // The first promise that does not hold ends the demo.
      return out.every((step) => step.ok)
        ? [...out, ...(await runSteps(inboundSteps, inbound, watcher))]
        : out;
    };
    const steps = await Promise.race([play(), aborted(signal)]);
    const ok = steps.length === outbound.length + inboundSteps.length && steps.every((step) => step.ok);
    return { ok, duration_ms: Math.round(performance.now() - startedAt), steps };
  } finally {
    closeInbound?.();
    await session?.close();
    await endpoint.close();
    await rm(directory, { recursive: true, force: true });
  }
}

function sumOfWaits(schedule: string, maxAttempts: number): number {
  const waits = parseRetrySchedule(schedule);
  const waiting = Array.from(
    { length: maxAttempts - 1 },
    (_, i) => waits[Math.min(i, waits.length - 1)] ?? 0,
  );
  return waiting.reduce((sum, wait) => sum + wait * (1 + JITTER), 0);
}

const aborted = (signal: AbortSignal | undefined): Promise<never> =>
  new Promise((_, reject) => {
    const giveUp = () => reject(signal?.reason);
    if (signal?.aborted) giveUp();
    signal?.addEventListener('abort', giveUp, { once: true });
  });
