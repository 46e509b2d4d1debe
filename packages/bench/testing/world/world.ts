import { CHANNEL_QUEUES } from '@switchyard/core/channels';
import { CONTROL_MESSAGE } from '@switchyard/core/deliveries';
import { createLogger } from '@switchyard/core/logging';
import type { OperatorNotice } from '@switchyard/core/operational-events';
import { createTestTables, NOW } from '@switchyard/core/testing';
import { providerSecrets } from '../../../webhook-handler/testing/provider-secrets.ts';
import { openQueues, openTables } from './aws.ts';
import type { Environment } from './environment.ts';
import { startEventSource } from './event-source.ts';
import type { Fates, SideEffect } from './faults.ts';
import { createFunction, type Handler } from './function.ts';
import { openAuthorizer } from './functions/open-authorizer.ts';
import { openDlqProcessor } from './functions/open-dlq-processor.ts';
import { openIngestApi } from './functions/open-ingest-api.ts';
import { openOperator } from './functions/open-operator.ts';
import { openCallbackSpool, openWebhookHandler } from './functions/open-webhook-handler.ts';
import { openWorker } from './functions/open-worker.ts';
import { createQueues } from './queues.ts';
import { createRandom } from './random.ts';
import { createReceivers } from './receivers.ts';
import type { ApiGatewayKey, Shared } from './shared.ts';
import { createVirtualTime } from './virtual-time.ts';

const WORKER_QUEUE = { visibilityMs: 180_000, maxReceives: 480 };
const CHANNEL_QUEUE = { visibilityMs: 180_000, maxReceives: 5 };

export type WorldOptions = {
  readonly seed?: number;
  readonly breakerFailures?: number;
  /** How often SQS hands out a message that was sent once. */
  readonly copies?: () => number;
  /** How far a function's clock is off. */
  readonly skewMs?: (functionName: string) => number;
  /** Lines of the functions' logs. */
  readonly onLog?: (line: string) => void;
};

/**
 * All of Switchyard in one process and in a time of its own: the use cases of each function, put together as its
 * handler does, over tables and queues in memory, with the queues' event sources, environments that end, and
 * endpoints. What is not here: API Gateway, the authorizer, the SDK and the network; the flow tests have those.
 */
export function createWorld(options: WorldOptions = {}) {
  const random = createRandom(options.seed ?? 1);
  const time = createVirtualTime(NOW);
  const tables = createTestTables();
  const deadLettersOf = (name: string) => ({ name: `${name}-dlq`, visibilityMs: 180_000 });
  const queues = createQueues(
    time,
    [
      ...['deliveries', 'slow', 'control'].flatMap((name) => [
        { ...WORKER_QUEUE, name, deadLetters: `${name}-dlq` },
        deadLettersOf(name),
      ]),
      { name: 'spool', visibilityMs: 180_000, maxReceives: 200, deadLetters: 'spool-dlq' },
      deadLettersOf('spool'),
      ...CHANNEL_QUEUES.map(({ name }) => ({ ...CHANNEL_QUEUE, name, deadLetters: `${name}-dlq` })),
    ],
    options.copies,
  );
  const state: { fates: Fates; onEffect: (effect: SideEffect) => void } = {
    fates: () => 'done',
    onEffect: () => undefined,
  };
  const surroundings = {
    time,
    random,
    fates: (effect: SideEffect) => state.fates(effect),
    onEffect: (effect: SideEffect) => state.onEffect(effect),
  };
  const receivers = createReceivers();
  const notices: OperatorNotice[] = [];
  const fallbacks: Shared['fallbacks'] = [];
  const kept = {
    providerSecrets: { text: JSON.stringify(providerSecrets()), version: 1 },
    clientSecrets: new Map<string, string>(),
    apiKeys: new Map<string, ApiGatewayKey>(),
  };
  const { onLog, skewMs = () => 0 } = options;
  const logger = createLogger('prove', onLog === undefined ? 'silent' : 'debug', {
    write: (line) => onLog?.(line),
  });
  const urlOf = (name: string): string => queues.named(name).url;

  const sharedBy = (functionName: string): Shared => ({
    queues,
    receivers,
    random,
    notices,
    fallbacks,
    ...kept,
    identityTable: tables.identityTable,
    invoke: async (functionName, payload) =>
      (functionName === 'callback-spool' ? functions.spool : functions.dlqProcessor).invoke(payload),
    breakerFailures: options.breakerFailures ?? 20,
    open: (environment, client) => ({
      documents: openTables(environment, tables.documents, client),
      sqs: openQueues(environment, queues, client),
      eventsTable: tables.eventsTable,
      endpointsTable: tables.endpointsTable,
      deliveryQueueUrl: urlOf('deliveries'),
      slowQueueUrl: urlOf('slow'),
      controlQueueUrl: urlOf('control'),
      deadLetterQueueUrl: urlOf('deliveries-dlq'),
      clock: () => time.clock() + skewMs(functionName),
      sleep: environment.sleep,
      metrics: { count: () => undefined, measure: () => undefined },
      logger,
    }),
  });
  const start = (
    name: string,
    timeoutMs: number,
    open: (environment: Environment, shared: Shared) => Handler,
  ) =>
    createFunction(surroundings, {
      name,
      timeoutMs,
      open: (environment) => open(environment, sharedBy(name)),
    });

  const functions = {
    authorizer: start('authorizer', 10_000, openAuthorizer),
    ingestApi: start('ingest-api', 30_000, openIngestApi),
    worker: start('worker', 60_000, openWorker),
    webhookHandler: start('webhook-handler', 15_000, openWebhookHandler),
    spool: start('callback-spool', 15_000, openCallbackSpool),
    dlqProcessor: start('dlq-processor', 300_000, openDlqProcessor),
    // Not one of ours, but it ends as they do.
    operator: start('operator', 3_600_000, openOperator),
  };
  const { worker, spool } = functions;
  for (const [name, target, batchSize, concurrency] of [
    ['deliveries', worker, 10, 10],
    ['slow', worker, 50, 5],
    ['control', worker, 10, 5],
    ['spool', spool, 5, 5],
  ] as const)
    startEventSource(surroundings, { queue: queues.named(name), function: target, batchSize, concurrency });

  /** What the schedule sends once an hour. */
  async function expireHeld(): Promise<void> {
    queues.named('control').send(JSON.stringify({ schema: CONTROL_MESSAGE, kind: 'expire_held' }));
  }
  return {
    expireHeld,
    time,
    random,
    tables,
    ...kept,
    queues,
    receivers,
    notices,
    fallbacks,
    functions,
    state,
  };
}

export type World = ReturnType<typeof createWorld>;
