export { METRICS, METRICS_SERVICE, type MetricName } from './catalogue.ts';
export { METRIC_DIMENSIONS, type MetricDimension } from './dimensions.ts';
export { flushAfter } from './flush-after.ts';
export type { DimensionValues, Metrics } from './metrics.ts';
