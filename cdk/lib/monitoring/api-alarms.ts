import { Duration } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';

const PERIOD = Duration.minutes(5);
const SERVER_ERRORS_TO_ALARM = 5;
/** Twice what a cold start takes, so that cold starts alone do not alarm. */
const SLOW_MS = 2_000;

type ApiMethod = { readonly method: string; readonly path: string };

/** API Gateway's own metrics of one method, which it has because detailed metrics are on. */
export function methodMetric(
  api: RestApi,
  { method, path }: ApiMethod,
  metricName: 'Count' | '4XXError' | '5XXError' | 'Latency',
  statistic: string,
): Metric {
  return new Metric({
    namespace: 'AWS/ApiGateway',
    metricName,
    statistic,
    period: PERIOD,
    dimensionsMap: {
      ApiName: api.restApiName,
      Stage: api.deploymentStage.stageName,
      Method: method,
      Resource: path,
    },
  });
}

/**
 * @param deliberate methods that answer 5XX on purpose, which are left out: SendGrid keeps a mail for 72 hours only
 *   when it is answered so
 */
export function addServerErrorAlarm(
  scope: Construct,
  alarms: Alarms,
  api: RestApi,
  deliberate: readonly ApiMethod[],
): void {
  const all = api.metricServerError({ period: PERIOD, statistic: Stats.SUM });
  const leftOut: [string, IMetric][] = deliberate.map((method, index) => [
    `deliberate${index}`,
    methodMetric(api, method, '5XXError', Stats.SUM),
  ]);
  alarms.add(scope, 'ServerErrorAlarm', {
    metric: new MathExpression({
      label: '5XX',
      period: PERIOD,
      expression: ['all', ...leftOut.map(([name]) => `FILL(${name}, 0)`)].join(' - '),
      usingMetrics: Object.fromEntries([['all', all], ...leftOut]),
    }),
    threshold: SERVER_ERRORS_TO_ALARM,
    meaning: 'The hooks API answers 5XX: tenants have to send again, and providers may not.',
    runbook: 'api-errors',
  });
}

export function addLatencyAlarm(scope: Construct, alarms: Alarms, api: RestApi, method: ApiMethod): void {
  alarms.add(scope, 'LatencyAlarm', {
    metric: methodMetric(api, method, 'Latency', Stats.percentile(99)),
    threshold: SLOW_MS,
    periods: 3,
    meaning: `One in a hundred tenants waits for ${SLOW_MS / 1_000} s or more at ${method.method} ${method.path}.`,
    runbook: 'api-errors',
  });
}
