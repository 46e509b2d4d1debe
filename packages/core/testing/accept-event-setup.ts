import { newDelivery } from '../src/deliveries/delivery.ts';
import { deliveryKey } from '../src/deliveries/delivery-keys.ts';
import type { Endpoint } from '../src/endpoints/endpoint.ts';
import { type AcceptEventInput, acceptEvent } from '../src/events/accept-event.ts';
import type { Event } from '../src/events/event.ts';
import { eventKey } from '../src/events/event-keys.ts';
import { anEndpoint, TENANT_ID } from './builders.ts';
import { createTestContext } from './test-context.ts';

export const outage = (): Error => new Error('Internal server error');

/** The use case over tables and a queue in memory. */
export function setUpAcceptEvent(options: { readonly endpoints?: readonly Endpoint[] } = {}) {
  const setup = createTestContext({ endpoints: options.endpoints ?? [anEndpoint()] });
  const { context, table, endpoints, time } = setup;
  const state = { onSleep: async () => undefined };
  const sleep = async (ms: number): Promise<void> => {
    await time.sleep(ms);
    await state.onSleep();
  };
  let requests = 0;
  return {
    ...setup,
    // Each call is a request of its own, named as API Gateway would; a stored event is of none of them.
    accept: (changes: Partial<AcceptEventInput> = {}) => {
      requests += 1;
      const input = { ...anInput(), correlationId: `call-${requests}`, ...changes };
      return acceptEvent({ ...context, sleep }, input);
    },
    state,
    replaceEndpoints: (replacements: readonly Endpoint[]): void => {
      for (const endpoint of endpoints.items()) endpoints.remove(endpoint);
      for (const endpoint of replacements) endpoints.store(endpoint);
    },
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
