import {
  METRIC_DIMENSIONS,
  METRICS,
  METRICS_SERVICE,
  type MetricDimension,
  type MetricName,
} from '@switchyard/core/metrics';
import { Duration, Stack } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

const PERIOD = Duration.minutes(5);

/** One namespace for each stack: in a common one the metrics of two stages would add up. */
export const metricsNamespace = (scope: Construct): string => `Switchyard/${Stack.of(scope).stackName}`;

/** A metric that the functions emit: in total, or of these dimensions, all of which must be given. */
export function ownMetric(
  scope: Construct,
  name: MetricName,
  options: {
    readonly statistic?: string;
    readonly label?: string;
    readonly dimensions?: Readonly<Partial<Record<MetricDimension, string>>>;
  } = {},
): Metric {
  const { statistic = 'Sum', label = name, dimensions = {} } = options;
  return new Metric({
    namespace: metricsNamespace(scope),
    metricName: name,
    statistic,
    label,
    period: PERIOD,
    dimensionsMap: { service: METRICS_SERVICE, ...dimensions },
  });
}

/** A metric by its one dimension, a line for each value that there is. */
export function byDimension(scope: Construct, name: MetricName): IMetric[] {
  const definition: { readonly dimensions: readonly MetricDimension[] } = METRICS[name];
  const [dimension, ...more] = definition.dimensions;
  if (dimension === undefined || more.length > 0) throw new RangeError(`${name} has not one dimension.`);
  return METRIC_DIMENSIONS[dimension].map((value) =>
    ownMetric(scope, name, { label: value, dimensions: { [dimension]: value } }),
  );
}

/** One in so many, in percent: the sum of some metrics in those of all; none while there are none. */
export function share(label: string, some: Metric, all: readonly Metric[]): MathExpression {
  const metrics: [string, IMetric][] = all.map((metric, index) => [
    `of_${label}_${index}`.replaceAll(' ', '_'),
    metric,
  ]);
  const part = `some_${label}`.replaceAll(' ', '_');
  return new MathExpression({
    label,
    period: PERIOD,
    expression: `100 * FILL(${part}, 0) / (${metrics.map(([name]) => `FILL(${name}, 0)`).join(' + ')})`,
    usingMetrics: { [part]: some, ...Object.fromEntries(metrics) },
  });
}

/** Of all providers, whatever they came to. None at all are a zero, or a provider that went silent would be no anomaly. */
export const allCallbacks = (scope: Construct): MathExpression =>
  new MathExpression({
    label: 'callbacks',
    period: PERIOD,
    expression: 'FILL(callbacks, 0)',
    usingMetrics: { callbacks: ownMetric(scope, 'CallbacksReceived') },
  });

/** Callbacks with this result, of all providers together. */
export function callbacksWith(
  scope: Construct,
  result: (typeof METRIC_DIMENSIONS.result)[number],
): MathExpression {
  // Within one graph an id names one metric.
  const metrics: [string, IMetric][] = METRIC_DIMENSIONS.provider.map((provider) => [
    `${result}_${provider}`,
    ownMetric(scope, 'CallbacksReceived', { dimensions: { provider, result } }),
  ]);
  return new MathExpression({
    label: result,
    period: PERIOD,
    expression: metrics.map(([name]) => `FILL(${name}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(metrics),
  });
}
