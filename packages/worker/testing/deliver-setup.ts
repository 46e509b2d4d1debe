import {
  createClearOutbox,
  createLoadDelivery,
  createReplaceDelivery,
  createSendDelivery,
  type DeadLetterMessage,
  type Delivery,
  type DeliveryMessage,
  deliveryKey,
  deliverySchema,
} from '@switchyard/core/deliveries';
import type { Endpoint } from '@switchyard/core/endpoints';
import { type Event, eventKey } from '@switchyard/core/events';
import {
  anEndpoint,
  anEvent,
  collectLogs,
  createTestClock,
  createTestQueue,
  createTestTable,
  ENDPOINT_ID,
  EVENT_ID,
  recordMetrics,
  TENANT_ID,
} from '@switchyard/core/testing';
import { createDeliver } from '../src/deliver.ts';
import type { PostResult } from '../src/outcome.ts';
import { createRecordOutcome } from '../src/record-outcome.ts';
import { createSendOutbox } from '../src/send-outbox.ts';
import type { SignedRequest } from '../src/sign-request.ts';
import { answered, aRetryPolicy } from './builders.ts';

const key = deliveryKey(TENANT_ID, EVENT_ID, ENDPOINT_ID);

/** The worker with its real stores over a table and queues in memory; the receiver answers `state.answer`. */
export function setUpDeliver(options: { readonly delivery?: Delivery; readonly event?: Event | null } = {}) {
  const time = createTestClock();
  const table = createTestTable();
  const queue = createTestQueue();
  const logs = collectLogs();
  const { metrics, counted, measured } = recordMetrics();
  const posts: { targetUrl: string; signed: SignedRequest }[] = [];
  const deadLetters: DeadLetterMessage[] = [];
  const disabled: string[] = [];
  const state: {
    endpoint: Endpoint | undefined;
    answer: PostResult;
    onPost: () => Promise<void> | void;
    onDeadLetter: () => void;
    onDisable: () => void;
    onGetEndpoint: () => void;
  } = {
    endpoint: anEndpoint(),
    answer: answered(200),
    onPost: () => undefined,
    onDeadLetter: () => undefined,
    onDisable: () => undefined,
    onGetEndpoint: () => undefined,
  };

  const { event = anEvent() } = options;
  if (event !== null) table.store({ ...eventKey(TENANT_ID, EVENT_ID), ...event });
  if (options.delivery !== undefined) table.store({ ...key, ...options.delivery });

  const deps = { documents: table.documents, eventsTable: 'Events' };
  const sendDelivery = createSendDelivery({ ...queue, clock: time.clock });
  const deliver = createDeliver({
    loadDelivery: createLoadDelivery(deps),
    getEndpoint: async () => {
      state.onGetEndpoint();
      return state.endpoint;
    },
    post: async (targetUrl, signed) => {
      posts.push({ targetUrl, signed });
      await state.onPost();
      return state.answer;
    },
    recordOutcome: createRecordOutcome({ replaceDelivery: createReplaceDelivery(deps), clock: time.clock }),
    sendOutbox: createSendOutbox({
      sendDelivery,
      sendDeadLetter: async (message) => {
        state.onDeadLetter();
        deadLetters.push(message);
      },
      clearOutbox: createClearOutbox(deps),
    }),
    disableEndpoint: async (tenantId, endpointId, reason) => {
      state.onDisable();
      disabled.push(`${tenantId} ${endpointId}: ${reason}`);
    },
    hop: sendDelivery,
    retry: aRetryPolicy(),
    metrics,
    clock: time.clock,
  });
  return {
    /** With a logger that names the message, as process-batch.ts hands it on. */
    deliver: (message: DeliveryMessage) => {
      const { tenantId, eventId, endpointId, generation, attempt } = message;
      return deliver(message, logs.logger.child({ tenantId, eventId, endpointId, generation, attempt }));
    },
    counted,
    measured,
    state,
    table,
    queue,
    time,
    posts,
    deadLetters,
    disabled,
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
