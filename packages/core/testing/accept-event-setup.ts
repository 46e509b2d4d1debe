import { newDelivery } from '../src/deliveries/delivery.ts';
import { deliveryKey } from '../src/deliveries/delivery-keys.ts';
import { createSendDeliveries } from '../src/deliveries/delivery-queue.ts';
import type { Endpoint } from '../src/endpoints/endpoint.ts';
import { type AcceptEventInput, createAcceptEvent } from '../src/events/accept-event.ts';
import type { Event } from '../src/events/event.ts';
import { eventKey } from '../src/events/event-keys.ts';
import { createEventStore } from '../src/events/event-store.ts';
import { anEndpoint, TENANT_ID } from './builders.ts';
import { recordMetrics } from './record-metrics.ts';
import { createTestClock } from './test-clock.ts';
import { createTestQueue } from './test-queue.ts';
import { createTestTable } from './test-table.ts';

export const outage = (): Error => new Error('Internal server error');

/** The use case with the real store over a table in memory, and a queue in memory. */
export function setUpAcceptEvent(options: { readonly endpoints?: readonly Endpoint[] } = {}) {
  const time = createTestClock();
  const table = createTestTable();
  const queue = createTestQueue();
  const { metrics, counted } = recordMetrics();
  const store = createEventStore({ documents: table.documents, eventsTable: 'Events', clock: time.clock });
  const state = { endpoints: [...(options.endpoints ?? [anEndpoint()])], onSleep: async () => undefined };
  const acceptEvent = createAcceptEvent({
    store,
    listEndpoints: async () => state.endpoints,
    sendDeliveries: createSendDeliveries({ sqs: queue.sqs, queueUrl: queue.queueUrl, clock: time.clock }),
    metrics,
    clock: time.clock,
    sleep: async (ms) => {
      await time.sleep(ms);
      await state.onSleep();
    },
  });
  let requests = 0;
  return {
    // Each call is a request of its own, named as API Gateway would; a stored event is of none of them.
    accept: (changes: Partial<AcceptEventInput> = {}) => {
      requests += 1;
      return acceptEvent({ ...anInput(), correlationId: `call-${requests}`, ...changes });
    },
    time,
    table,
    queue,
    counted,
    state,
    leaseOf: (eventId: string) => table.item(eventKey(TENANT_ID, eventId))?.acceptLeaseUntil,
    hasDelivery: (eventId: string, endpointId: string) =>
      table.item(deliveryKey(TENANT_ID, eventId, endpointId)) !== undefined,
    storeEvent: (event: Event) => table.store({ ...eventKey(event.tenantId, event.eventId), ...event }),
    storeDelivery: (event: Event, endpointId: string) =>
      table.store({
        ...deliveryKey(event.tenantId, event.eventId, endpointId),
        ...newDelivery(event, endpointId),
      }),
  };
}

/** A request with an idempotency key; `idempotencyKey: undefined` takes it away. */
export function anInput(): AcceptEventInput {
  return {
    tenantId: TENANT_ID,
    payload: Buffer.from('{"n":1}'),
    eventType: undefined,
    idempotencyKey: 'order-1',
    correlationId: 'request-1',
  };
}

/** A promise that the test settles, and a way to wait until somebody waits for it. */
export function createGate() {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  return {
    pass: (): Promise<void> => {
      reached.resolve();
      return promise;
    },
    reached: reached.promise,
    open: (): void => resolve(),
    fail: (error: Error): void => reject(error),
  };
}

/** Lets everything that can go on without the test go on. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
