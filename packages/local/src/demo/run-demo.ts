import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTenant } from '@switchyard/cli/create-tenant';
import { createApiKey, DEFAULT_MAX_ATTEMPTS, JITTER, parseRetrySchedule } from '@switchyard/core';
import { openSession } from '../session/open-session.ts';
import { parseSessionSettings } from '../session/session-settings.ts';
import { synthesize } from '../session/synthesize.ts';
import { startEndpointServer } from './endpoint-server.ts';
import { createHooksClient } from './hooks-client.ts';
import { outboundStory, type StoryStep } from './outbound-story.ts';

/** Five attempts in a few seconds instead of a quarter of an hour. */
const DEMO_SCHEDULE = '1s,1s,1s,1s';

export type DemoStepResult = {
  readonly name: string;
  readonly title: string;
  readonly ok: boolean;
  readonly duration_ms: number;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly error?: string;
};

export type DemoResult = {
  readonly ok: boolean;
  readonly duration_ms: number;
  readonly steps: readonly DemoStepResult[];
};

/** Plays the outbound story on a stack of its own, over HTTP, and says of each step whether it held. */
export async function runDemo(
  environment: Readonly<Record<string, string | undefined>>,
  onStep: (result: DemoStepResult) => void,
): Promise<DemoResult> {
  const startedAt = performance.now();
  const elapsed = (since: number) => Math.round(performance.now() - since);
  const schedule = environment.RETRY_SCHEDULE || DEMO_SCHEDULE;
  const maxAttempts = Number(environment.MAX_ATTEMPTS || DEFAULT_MAX_ATTEMPTS);
  const waits = parseRetrySchedule(schedule);
  const waiting = Array.from({ length: maxAttempts }, (_, i) => waits[Math.min(i, waits.length - 1)] ?? 0);
  const directory = await mkdtemp(join(tmpdir(), 'switchyard-demo-'));
  const endpoint = await startEndpointServer();
  const steps: DemoStepResult[] = [];
  try {
    const assemblyDirectory = join(directory, 'cdk.out');
    await synthesize(assemblyDirectory, { ...environment, RETRY_SCHEDULE: schedule });
    const settings = { ...parseSessionSettings(environment), PORT: 0, RECEIVER_PORT: 0 };
    const session = await openSession({ assemblyDirectory, settings });
    try {
      const { deployment, documents, stack } = session;
      const tenant = await createTenant({
        documents,
        tables: deployment.tables,
        clock: Date.now,
        allowLoopback: true,
      })({
        tenantId: 'acme',
        targetUrl: endpoint.url,
      });
      const context = {
        hooks: createHooksClient(deployment.hooksUrl, tenant.apiKey),
        anonymous: createHooksClient(deployment.hooksUrl, undefined),
        stranger: createHooksClient(deployment.hooksUrl, createApiKey()),
        endpoint,
        webhookSecret: tenant.webhookSecret,
        maxAttempts,
        patienceMs: waiting.reduce((sum, wait) => sum + wait * (1 + JITTER), 0) + 20_000,
        invokeDlqProcessor: async (payload: object) => {
          const result = await stack.invoke(deployment.functions['dlq-processor'] ?? '', payload);
          return result.payload as Record<string, unknown>;
        },
      };
      for (const step of outboundStory) {
        const result = await runStep(step, context, elapsed);
        steps.push(result);
        onStep(result);
        if (!result.ok) break;
      }
    } finally {
      await session.close();
    }
  } finally {
    await endpoint.close();
    await rm(directory, { recursive: true, force: true });
  }
  const ok = steps.length === outboundStory.length && steps.every((step) => step.ok);
  return { ok, duration_ms: elapsed(startedAt), steps };
}

async function runStep(
  { name, title, run }: StoryStep,
  context: Parameters<StoryStep['run']>[0],
  elapsed: (since: number) => number,
): Promise<DemoStepResult> {
  const startedAt = performance.now();
  try {
    const facts = await run(context);
    return { name, title, ok: true, duration_ms: elapsed(startedAt), facts };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { name, title, ok: false, duration_ms: elapsed(startedAt), facts: {}, error: message };
  }
}
