export { type ApiGatewayRequest, apiGatewayEvent, lambdaContext } from './api-gateway-event.ts';
export {
  aDeadLetterMessage,
  aDelivery,
  aDeliveryMessage,
  aKey,
  aMessageItem,
  anAttempt,
  anEndpoint,
  anEvent,
  aSecret,
  aTimelineEntry,
  DAY_MS,
  ENDPOINT_ID,
  EVENT_ID,
  NOW,
  SECRET,
  TENANT_ID,
} from './builders.ts';
export { collectLogs } from './collect-logs.ts';
export { costRatio, isLinear } from './cost-ratio.ts';
export { crashAtEachCall } from './crash-at-each-call.ts';
export { createTestStore, type TestStore, type TestStoreOptions } from './create-test-store.ts';
export { joinTables } from './join-tables.ts';
export { recordMetrics } from './record-metrics.ts';
export { createRecordingQueue, type RecordingQueue } from './recording-queue.ts';
export { createTestClientKeys } from './test-client-keys.ts';
export { createTestClock, type TestClock } from './test-clock.ts';
export { createTestContext } from './test-context.ts';
export { createTestQueue, type TestQueue } from './test-queue.ts';
export { createTestTable, type TableCall, type TestTable } from './test-table.ts';
export { createTestTables, type TestTables } from './test-tables.ts';
