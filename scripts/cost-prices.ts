import type { Prices } from '../packages/local/src/cost/cost-of-event.ts';

/** What docs/cost.md says of each price, and where to check it. */
export function priceRows(prices: Prices): string[][] {
  const { dynamodb, sqs, lambda, apiGateway, cloudWatch, dataOut, secretsManager, kms, waf, xray } = prices;
  const rows: [string, string, string][] = [
    ['DynamoDB, on demand', `${dynamodb.writesPerMillion} a million write units`, dynamodb.page],
    ['', `${dynamodb.readsPerMillion} a million read units`, dynamodb.page],
    [
      'DynamoDB, provisioned',
      `${dynamodb.provisionedWriteHour} and ${dynamodb.provisionedReadHour} an hour for a write and a read a second`,
      dynamodb.page,
    ],
    [
      '',
      `${dynamodb.storedGbMonth} and ${dynamodb.recoverableGbMonth} a GB and month stored and recoverable`,
      dynamodb.page,
    ],
    ['SQS, standard', `${sqs.requestsPerMillion} a million requests`, sqs.page],
    ['Lambda, arm64', `${lambda.requestsPerMillion} a million invocations`, lambda.page],
    ['', `${lambda.gbSecond} a GB-second, ${lambda.provisionedGbSecond} kept warm`, lambda.page],
    ['API Gateway, REST', `${apiGateway.requestsPerMillion} a million requests`, apiGateway.page],
    ['API Gateway, HTTP', `${apiGateway.httpRequestsPerMillion} a million requests`, apiGateway.page],
    [
      'CloudWatch',
      `${cloudWatch.logsGb} a GB of logs, ${cloudWatch.storedLogsGbMonth} a GB and month stored, ${cloudWatch.queriedLogsGb} a GB queried`,
      cloudWatch.page,
    ],
    [
      '',
      `${cloudWatch.metricMonth} a metric, ${cloudWatch.alarmMetricMonth} an alarm's metric, ${cloudWatch.dashboardMonth} a dashboard, by the month`,
      cloudWatch.page,
    ],
    ['Data out', `${dataOut.gb} a GB`, dataOut.page],
    ['Secrets Manager', `${secretsManager.secretMonth} a secret and month`, secretsManager.page],
    ['KMS', `${kms.keyMonth} a key and month`, kms.page],
    [
      'WAF',
      `${waf.aclMonth} a web ACL and ${waf.ruleMonth} a rule by the month, ${waf.requestsPerMillion} a million requests`,
      waf.page,
    ],
    ['X-Ray', `${xray.tracesPerMillion} a million traces`, xray.page],
  ];
  return rows.map(([service, price, url]) => [service, price, `[price page](${url})`]);
}
