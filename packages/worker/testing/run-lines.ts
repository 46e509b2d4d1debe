import { type AcceptEventInput, acceptEvent } from '@switchyard/core/accept-event';
import type { Delivery } from '@switchyard/core/deliveries';
import type { Endpoint } from '@switchyard/core/endpoints';
import { TENANT_ID } from '@switchyard/core/testing';
import { answered } from './builders.ts';
import { setUpQueues } from './run-queues.ts';

/** The worker and the use case that accepts events, over queues that hand out what is due. */
export function setUpLines(
  options: { readonly endpoint?: Partial<Endpoint>; readonly heldRetentionMs?: number } = {},
) {
  const setup = setUpQueues({ ...options, events: 0 });
  const { context, posts, state, table } = setup;
  /** What the receiver answers to an event, in turn; 200 to all else. */
  const answers = new Map<string, number[]>();
  state.onPost = () => {
    const id = String(posts.at(-1)?.signed.headers['webhook-id']);
    state.answer = answered(answers.get(id)?.shift() ?? 200);
  };
  let requests = 0;
  return {
    ...setup,
    answers,
    /** @returns its id */
    accept: async (orderingKey?: string, changes: Partial<AcceptEventInput> = {}): Promise<string> => {
      requests += 1;
      const { eventId } = await acceptEvent(context, {
        tenantId: TENANT_ID,
        payload: Buffer.from(`{"n":${requests}}`),
        eventType: undefined,
        idempotencyKey: undefined,
        orderingKey,
        correlationId: `call-${requests}`,
        ...changes,
      });
      return eventId;
    },
    /** Ids of events in the order in which the receiver saw each for the first time. */
    seen: (): string[] => [...new Set(posts.map(({ signed }) => String(signed.headers['webhook-id'])))],
    statusOf: (eventId: string): Delivery['status'] | undefined =>
      setup.deliveries().find((delivery) => delivery.eventId === eventId)?.status,
    /** How many wait in lines. */
    tickets: (): number => table.items().filter(({ pk }) => String(pk).includes('#LINE#')).length,
  };
}

export type TestLines = ReturnType<typeof setUpLines>;
