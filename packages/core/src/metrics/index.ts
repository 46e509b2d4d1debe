export {
  METRIC_DIMENSIONS,
  METRICS,
  METRICS_SERVICE,
  type MetricDimension,
  type MetricName,
} from './catalogue.ts';
export { flushAfter } from './flush-after.ts';
export type { DimensionValues, Metrics } from './metrics.ts';
export { createMetricsLog, type MetricsLog } from './metrics-log.ts';
