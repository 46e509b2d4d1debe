import { Duration } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { type IMetric, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { answerPattern } from '../api/access-log.ts';
import type { HttpFunctionApi } from '../api/rest-api.ts';
import type { Settings } from '../settings/settings.ts';
import type { Alarms } from './alarms.ts';
import { metricsNamespace } from './metrics.ts';

const PERIOD = Duration.minutes(5);
const SERVER_ERRORS_TO_ALARM = 5;
/** Twice what a cold start takes, so that cold starts alone do not alarm. */
const SLOW_MS = 2_000;

type ApiMethod = { readonly method: string; readonly path: string };

/** API Gateway's own metrics of one method: of one that has `hasOwnMetrics`. */
export function methodMetric(
  api: RestApi,
  { method, path }: ApiMethod,
  metricName: 'Latency',
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
 * Requests that were answered 5XX, counted in the access log: API Gateway's own 5XXError leaves out what it answers by
 * itself where we changed the status, such as a 429 or a crashed function that is 503 here.
 *
 * @param leftOut methods that answer 5XX on purpose, or to anybody who asks too often
 * @param withQuota methods that answer 429 to a tenant whose quota is used up
 */
export function countServerErrors(
  scope: Construct,
  { accessLog }: HttpFunctionApi,
  format: Settings['ACCESS_LOG_FORMAT'],
  leftOut: readonly ApiMethod[],
  withQuota: readonly ApiMethod[],
): Metric {
  const count = (id: string, status: string, without: readonly ApiMethod[]): MetricFilter =>
    new MetricFilter(scope, id, {
      logGroup: accessLog,
      filterPattern: answerPattern(format, status, without),
      // Beside the namespace of what the functions emit.
      metricNamespace: `${metricsNamespace(scope)}/Api`,
      metricName: 'ServerErrors',
    });
  // What a throttled one would be, had its status not been changed; where tenants have quotas it is their own.
  count('ThrottledRequests', '429', [...leftOut, ...withQuota]);
  return count('ServerErrors', '5*', leftOut).metric({ period: PERIOD, statistic: Stats.SUM });
}

export function addServerErrorAlarm(scope: Construct, alarms: Alarms, serverErrors: IMetric): void {
  alarms.add(scope, 'ServerErrorAlarm', {
    metric: serverErrors,
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
