import { METRICS } from '../packages/core/src/metrics/catalogue.ts';
import { METRIC_DIMENSIONS } from '../packages/core/src/metrics/dimensions.ts';
import type { Prices } from '../packages/local/src/cost/cost-of-event.ts';
import type { Measured } from '../packages/local/src/cost/measured.ts';

const MONTH_SECONDS = 30 * 86_400;
const MB_PER_GB = 1024;
/** Count, latency, the function's latency, 4XX and 5XX: what API Gateway writes of a method with metrics of its own. */
const METRICS_OF_METHOD = 5;
/** Each is billed, a group of AWS's rules as one. */
export const WEB_ACL_RULES = 4;

type Fixed = { readonly what: string; readonly count: number; readonly each: number };
type OfSetting = { readonly setting: string; readonly what: string; readonly amount: number };

/** What is paid for whether or not anything happens. */
export function fixed(measured: Measured, { cloudWatch, secretsManager, sqs, assumptions }: Prices): Fixed[] {
  const count = (type: string) => measured.resources[type] ?? 0;
  const polls =
    (count('AWS::Lambda::EventSourceMapping') * assumptions.pollers * MONTH_SECONDS) /
    assumptions.longPollSeconds;
  return [
    {
      what: `metrics that ${count('AWS::CloudWatch::Alarm')} alarms look at`,
      count: measured.alarmMetrics,
      each: cloudWatch.alarmMetricMonth,
    },
    { what: 'custom metrics, at most', count: customMetrics(), each: cloudWatch.metricMonth },
    {
      what: `metrics of ${count('AWS::Logs::MetricFilter')} log filter and of ${measured.detailedMethods} API method, which has ${METRICS_OF_METHOD}`,
      count: count('AWS::Logs::MetricFilter') + METRICS_OF_METHOD * measured.detailedMethods,
      each: cloudWatch.metricMonth,
    },
    { what: 'dashboard', count: count('AWS::CloudWatch::Dashboard'), each: cloudWatch.dashboardMonth },
    { what: 'secrets', count: count('AWS::SecretsManager::Secret'), each: secretsManager.secretMonth },
    {
      what: `long polls of ${count('AWS::Lambda::EventSourceMapping')} idle queues, ${assumptions.pollers} pollers each`,
      count: polls,
      each: sqs.requestsPerMillion / 1_000_000,
    },
  ];
}

export const totalOfMonth = (parts: readonly Fixed[]): number =>
  parts.reduce((all, { count, each }) => all + count * each, 0);

/** What a setting adds to it. */
export function bySetting({ memoryMb }: Measured, { kms, waf, lambda, secretsManager }: Prices): OfSetting[] {
  const { authorizer, ingest, webhookHandler } = memoryMb;
  const warmGb = (authorizer + ingest + webhookHandler) / MB_PER_GB;
  return [
    {
      setting: 'CUSTOMER_MANAGED_KEY',
      what: 'one KMS key; its requests come on top',
      amount: kms.keyMonth,
    },
    {
      setting: 'CLIENT_CERTIFICATES',
      what: 'each endpoint that has one: a secret; its reads, one in five minutes by each busy worker, are cents',
      amount: secretsManager.secretMonth,
    },
    {
      setting: 'WAF',
      what: `a web ACL of ${WEB_ACL_RULES} rules; its requests come on top`,
      amount: waf.aclMonth + WEB_ACL_RULES * waf.ruleMonth,
    },
    {
      setting: 'PROVISIONED_CONCURRENCY',
      what: `each 1: a warm environment of authorizer (${authorizer} MB), ingest-api (${ingest} MB) and webhook-handler (${webhookHandler} MB)`,
      amount: warmGb * MONTH_SECONDS * lambda.provisionedGbSecond,
    },
  ];
}

/** Each metric in total, and by each combination of its dimensions' values. */
const customMetrics = (): number =>
  Object.values(METRICS).reduce((sum, { dimensions }) => {
    const combinations = dimensions.map((name) => METRIC_DIMENSIONS[name].length);
    return sum + 1 + (combinations.length === 0 ? 0 : combinations.reduce((all, each) => all * each));
  }, 0);
