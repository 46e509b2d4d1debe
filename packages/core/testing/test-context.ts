import type { Endpoint } from '../src/endpoints/endpoint.ts';
import { joinTables } from './join-tables.ts';
import { recordMetrics } from './record-metrics.ts';
import { createTestClock } from './test-clock.ts';
import { createTestQueue } from './test-queue.ts';
import { createTestTable } from './test-table.ts';

/**
 * What use cases are handed in production, in memory: the tables Events and Endpoints, both delivery queues, metrics
 * and a time that only the test moves.
 */
export function createTestContext(
  options: { readonly endpoints?: readonly Endpoint[]; readonly now?: number } = {},
) {
  const time = createTestClock(options.now);
  const table = createTestTable();
  const endpoints = createTestTable({ keyNames: ['tenantId', 'endpointId'] });
  for (const endpoint of options.endpoints ?? []) endpoints.store(endpoint);
  const queue = createTestQueue();
  const { metrics, counted, measured } = recordMetrics();
  return {
    context: {
      documents: joinTables({ Events: table, Endpoints: endpoints }),
      eventsTable: 'Events',
      endpointsTable: 'Endpoints',
      sqs: queue.sqs,
      deliveryQueueUrl: queue.deliveryQueueUrl,
      deadLetterQueueUrl: queue.deadLetterQueueUrl,
      metrics,
      clock: time.clock,
      sleep: time.sleep,
    },
    /** The table Events. */
    table,
    endpoints,
    queue,
    time,
    counted,
    measured,
  };
}
