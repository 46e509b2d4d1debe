import { METRICS, METRICS_SERVICE, type MetricName } from './catalogue.ts';
import type { Metrics } from './metrics.ts';

/** Values of some metrics that have the same dimensions: one line of the log. */
type Group = {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly values: Map<MetricName, number[]>;
};

/** The most that CloudWatch takes of one metric in a line. */
const MAX_VALUES = 100;

export type MetricsLog = Metrics & {
  /**
   * Writes what has come together since the last time. For the end of an invocation; a crash before that loses
   * numbers, and nothing else.
   */
  readonly flush: () => void;
};

/**
 * Metrics as lines in CloudWatch's embedded metric format on standard output:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html.
 * Written here, for a library that does it is 13 kB of each function, and slower than all else it does there. Each
 * value is written once: the line's dimension sets let CloudWatch count it in total and by its dimensions. It has no
 * request's id: which requests they were is in the lines of outcomes, and a line is paid for by its length.
 */
export function createMetricsLog(namespace: string): MetricsLog {
  let groups = new Map<string, Group>();

  function note(name: MetricName, dimensions: Readonly<Record<string, string>>): number[] {
    const key = JSON.stringify(dimensions);
    const group = groups.get(key) ?? { dimensions, values: new Map() };
    groups.set(key, group);
    const values = group.values.get(name) ?? [];
    group.values.set(name, values);
    return values;
  }

  function write({ dimensions, values }: Group): void {
    const names = Object.keys(dimensions);
    for (let from = 0; ; from += MAX_VALUES) {
      const some = [...values].flatMap(([name, all]) =>
        all.length > from ? [{ name, values: all.slice(from, from + MAX_VALUES) }] : [],
      );
      if (some.length === 0) return;
      const line = {
        _aws: {
          Timestamp: Date.now(),
          CloudWatchMetrics: [
            {
              Namespace: namespace,
              Dimensions: names.length === 0 ? [['service']] : [['service'], ['service', ...names]],
              Metrics: some.map(({ name }) => ({ Name: name, Unit: METRICS[name].unit })),
            },
          ],
        },
        service: METRICS_SERVICE,
        ...dimensions,
        ...Object.fromEntries(
          some.map(({ name, values: [first, ...more] }) => [
            name,
            more.length === 0 ? first : [first, ...more],
          ]),
        ),
      };
      process.stdout.write(`${JSON.stringify(line)}\n`);
    }
  }

  return {
    count(name, ...[dimensions = {}]) {
      const values = note(name, dimensions);
      values[0] = (values[0] ?? 0) + 1;
    },
    measure(name, value) {
      note(name, {}).push(value);
    },
    flush() {
      const written = groups;
      groups = new Map();
      for (const group of written.values()) write(group);
    },
  };
}
