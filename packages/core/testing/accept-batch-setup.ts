import { type AcceptBatchInput, acceptBatch } from '../src/batches/accept-batch.ts';
import type { Endpoint } from '../src/endpoints/endpoint.ts';
import { TENANT_ID } from './builders.ts';
import { createTestContext } from './test-context.ts';

/** A batch of so many lines, each of which is `{"n":…}`. */
export function aBatch(count: number, changes: Partial<AcceptBatchInput> = {}): AcceptBatchInput {
  const lines = Array.from({ length: count }, (_, n) => ({
    payload: Buffer.from(`{"n":${n}}`),
    eventType: undefined,
  }));
  return {
    tenantId: TENANT_ID,
    correlationId: 'request-1',
    body: Buffer.concat(lines.map(({ payload }) => Buffer.concat([payload, Buffer.from('\n')]))),
    idempotencyKey: 'export-1',
    lines,
    ...changes,
  };
}

/** The use case over tables and a queue in memory. */
export function setUpAcceptBatch(options: { readonly endpoints?: readonly Endpoint[] } = {}) {
  const setup = createTestContext({ endpoints: [], ...options });
  const { context, table, queue } = setup;
  let requests = 0;
  return {
    ...setup,
    accept: (input: AcceptBatchInput) => {
      requests += 1;
      return acceptBatch(context, { ...input, correlationId: `call-${requests}` });
    },
    /**
     * From this call of the table and the queue on, the nth, none takes effect any more; with `after` that one does,
     * and its answer is lost.
     *
     * @returns whether there were so many calls, and a way to end it
     */
    stopAt(nth: number, when: 'before' | 'after') {
      let calls = 0;
      const stop = (): void => {
        throw new Error('The function was stopped');
      };
      const before = (): void => {
        calls += 1;
        if (calls > nth || (calls === nth && when === 'before')) stop();
      };
      const after = (): void => {
        if (calls >= nth) stop();
      };
      for (const hooks of [table.hooks, queue.hooks]) {
        hooks.before = before;
        hooks.after = after;
      }
      return {
        wasReached: () => calls >= nth,
        end: (): void => {
          for (const hooks of [table.hooks, queue.hooks]) {
            hooks.before = () => undefined;
            hooks.after = () => undefined;
          }
        },
      };
    },
  };
}
