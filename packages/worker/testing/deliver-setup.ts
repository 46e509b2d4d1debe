import {
  type Delivery,
  type DeliveryMessage,
  deliveryKey,
  deliverySchema,
} from '@switchyard/core/deliveries';
import type { Endpoint } from '@switchyard/core/endpoints';
import type { SignedRequest } from '@switchyard/core/endpoints/sign-request';
import { type Event, eventKey } from '@switchyard/core/events';
import type { OperatorNotice } from '@switchyard/core/operational-events';
import {
  anEndpoint,
  anEvent,
  collectLogs,
  createTestContext,
  DAY_MS,
  ENDPOINT_ID,
  EVENT_ID,
  TENANT_ID,
} from '@switchyard/core/testing';
import { createClientIdentities } from '../src/client-identities.ts';
import { deliver } from '../src/deliver.ts';
import { createEndpointCache } from '../src/endpoint-cache.ts';
import { createFailureStreaks } from '../src/failure-streaks.ts';
import { createHealthCounts } from '../src/health-counts.ts';
import { createPaces } from '../src/paces.ts';
import type { ProcessBatchContext } from '../src/process-batch.ts';
import { createSlots } from '../src/slots.ts';
import { aBreakerPolicy, answered, aRetryPolicy } from './builders.ts';

const never = (): Promise<void> => new Promise(() => undefined);

const key = deliveryKey(TENANT_ID, EVENT_ID, ENDPOINT_ID);

/** The worker over tables and queues in memory; the receiver answers `state.answer`. */
export function setUpDeliver(
  options: {
    readonly delivery?: Delivery;
    readonly event?: Event | null;
    readonly endpoints?: readonly Endpoint[];
    readonly slowAfterMs?: number;
    /** The endpoint's item is there and is none. */
    readonly broken?: boolean;
  } = {},
) {
  const { event = anEvent(), delivery, endpoints: some = [anEndpoint()] } = options;
  const setup = createTestContext({ endpoints: some });
  const { table, queue, endpoints } = setup;
  if (options.broken) endpoints.store({ ...anEndpoint(), secrets: [{ secret: 'hunter2' }] });
  if (event !== null) table.store({ ...eventKey(TENANT_ID, EVENT_ID), ...event });
  if (delivery !== undefined) table.store({ ...key, ...delivery });

  const logs = collectLogs();
  const posts: { targetUrl: string; signed: SignedRequest }[] = [];
  const notices: OperatorNotice[] = [];
  const state = {
    answer: answered(200),
    onPost: (_targetUrl: string): Promise<void> | void => undefined,
  };
  const context: ProcessBatchContext = {
    ...setup.context,
    operators: { publish: async (notice) => void notices.push(notice) },
    endpointCache: createEndpointCache(setup.context),
    slots: createSlots(5, 20),
    slowAfterMs: options.slowAfterMs ?? 3_000,
    paces: createPaces(setup.context.clock),
    streaks: createFailureStreaks(),
    health: createHealthCounts({ ...setup.context, sleep: never }, { intervalMs: 60_000 }),
    breakerPolicy: aBreakerPolicy(),
    heldRetentionMs: 30 * DAY_MS,
    post: async (targetUrl, signed) => {
      posts.push({ targetUrl, signed });
      await state.onPost(targetUrl);
      return state.answer;
    },
    accessTokens: async () => ({ kind: 'failed', detail: 'TOKEN_NOT_EXPECTED' }),
    deleteClientKey: async () => undefined,
    clientIdentities: createClientIdentities(undefined, setup.context.clock),
    attemptTimeoutMs: 20_000,
    retry: aRetryPolicy(),
    logger: logs.logger,
  };
  return {
    ...setup,
    context,
    /** With a logger that names the message, as process-batch.ts hands it on. */
    deliver: (message: DeliveryMessage, receives?: number) => {
      const { tenantId, eventId, endpointId, generation, attempt } = message;
      return deliver(
        context,
        message,
        logs.logger.child({ tenantId, eventId, endpointId, generation, attempt }),
        receives,
      );
    },
    state,
    posts,
    /** What operators were told. */
    notices,
    deadLetters: queue.deadLetters,
    /** Which endpoints are out of service, and why. */
    disabled: (): string[] =>
      endpoints
        .items()
        .filter(({ status }) => status === 'DISABLED')
        .map(({ tenantId, endpointId, statusReason }) => `${tenantId} ${endpointId}: ${statusReason}`),
    stored: (): Delivery => deliverySchema.parse(table.item(key)),
    isStored: (): boolean => table.item(key) !== undefined,
    replace: (delivery: Delivery): void => table.store({ ...key, ...delivery }),
    logged: (): Record<string, unknown>[] =>
      logs
        .text()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line)),
  };
}

export const outage = (): never => {
  throw new Error('outage');
};
