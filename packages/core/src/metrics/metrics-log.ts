import { Metrics as EmbeddedMetrics } from '@aws-lambda-powertools/metrics';
import { METRICS, METRICS_SERVICE, type MetricName } from './catalogue.ts';
import type { Metrics } from './metrics.ts';

/** Values of some metrics that have the same dimensions: one line of the log. */
type Group = {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly values: Map<MetricName, number[]>;
};

export type MetricsLog = Metrics & {
  /**
   * Writes what has come together since the last time, under the request's id. For the end of an invocation; a crash
   * before that loses numbers, and nothing else.
   */
  readonly flush: (requestId: string) => void;
};

/**
 * Metrics as lines in CloudWatch's embedded metric format on standard output. Each value is written once: the line's
 * dimension sets let CloudWatch count it in total and by its dimensions.
 */
export function createMetricsLog(namespace: string): MetricsLog {
  const embedded = new EmbeddedMetrics({ namespace, serviceName: METRICS_SERVICE });
  let groups = new Map<string, Group>();

  function note(name: MetricName, dimensions: Readonly<Record<string, string>>): number[] {
    const key = JSON.stringify(dimensions);
    const group = groups.get(key) ?? { dimensions, values: new Map() };
    groups.set(key, group);
    const values = group.values.get(name) ?? [];
    group.values.set(name, values);
    return values;
  }

  function write({ dimensions, values }: Group, requestId: string): void {
    if (Object.keys(dimensions).length > 0) embedded.addDimensions({}).addDimensions(dimensions);
    for (const [name, all] of values)
      for (const value of all) embedded.addMetric(name, METRICS[name].unit, value);
    embedded.addMetadata('requestId', requestId).publishStoredMetrics();
  }

  return {
    count(name, ...[dimensions = {}]) {
      const values = note(name, dimensions);
      values[0] = (values[0] ?? 0) + 1;
    },
    measure(name, value) {
      note(name, {}).push(value);
    },
    flush(requestId) {
      const written = groups;
      groups = new Map();
      for (const group of written.values()) write(group, requestId);
    },
  };
}
