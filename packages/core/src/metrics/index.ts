export { flushAfter } from './flush-after.ts';
export { createMetricsLog, type MetricsLog } from './metrics-log.ts';
