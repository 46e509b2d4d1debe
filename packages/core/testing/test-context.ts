import type { Endpoint } from '../src/endpoints/endpoint.ts';
import { recordMetrics } from './record-metrics.ts';
import { createTestClock } from './test-clock.ts';
import { createTestQueue } from './test-queue.ts';
import { createTestTables } from './test-tables.ts';

/**
 * What use cases are handed in production, in memory: the three tables, both delivery queues, metrics
 * and a time that only the test moves.
 */
export function createTestContext(
  options: { readonly endpoints?: readonly Endpoint[]; readonly now?: number } = {},
) {
  const time = createTestClock(options.now);
  const { events: table, identity, endpoints, ...tables } = createTestTables();
  for (const endpoint of options.endpoints ?? []) endpoints.store(endpoint);
  const queue = createTestQueue();
  const { metrics, counted, measured } = recordMetrics();
  return {
    context: {
      ...tables,
      sqs: queue.sqs,
      deliveryQueueUrl: queue.deliveryQueueUrl,
      deadLetterQueueUrl: queue.deadLetterQueueUrl,
      slowQueueUrl: queue.slowQueueUrl,
      controlQueueUrl: queue.controlQueueUrl,
      metrics,
      clock: time.clock,
      sleep: time.sleep,
    },
    /** The table Events. */
    table,
    endpoints,
    identity,
    queue,
    time,
    counted,
    measured,
  };
}
