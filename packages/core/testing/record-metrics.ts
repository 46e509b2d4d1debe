import type { MetricName } from '../src/metrics/catalogue.ts';
import type { Metrics } from '../src/metrics/metrics.ts';

/** Metrics, and what was noted with them, in the order in which it was. */
export function recordMetrics() {
  const counted: (readonly [name: MetricName, dimensions?: Readonly<Record<string, string>>])[] = [];
  const measured: (readonly [name: MetricName, ms: number])[] = [];
  const metrics: Metrics = {
    count: (name, dimensions?) => {
      counted.push(dimensions === undefined ? [name] : [name, dimensions]);
    },
    measure: (name, ms) => {
      measured.push([name, ms]);
    },
  };
  return { metrics, counted, measured };
}
