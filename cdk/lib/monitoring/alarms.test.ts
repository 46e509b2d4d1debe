import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { alarmsOf, metricsOf } from '../../testing/alarms.ts';
import { stagesOf } from '../../testing/api-stages.ts';
import { EVERYTHING_ON } from '../../testing/everything-on.ts';
import { nameOf, propertiesOf, synthesize } from '../../testing/synthesize.ts';

const templateOf = await synthesize({ dev: {}, everything: EVERYTHING_ON });
const dev = templateOf('dev');
const alarms = alarmsOf(dev);

/** Whether an alarm watches this metric of that resource. */
const isWatched = (metricName: string, resource: string) =>
  alarms.some(([, alarm]) =>
    metricsOf(alarm).some(
      ({ MetricName, Dimensions }) =>
        MetricName === metricName && JSON.stringify(Dimensions).includes(`"${resource}`),
    ),
  );

describe('an alarm', () => {
  const topic = { Ref: expect.stringMatching(/^AlarmsTopic/) };

  it.each(alarms)('%s tells the topic of its beginning, and of nothing else', (_, alarm) => {
    expect(alarm).toMatchObject({ AlarmActions: [topic], OKActions: [] });
  });

  it.each(alarmsOf(templateOf('everything')))('%s tells of its end with ALERT_WHEN_OK', (_, alarm) => {
    expect(alarm).toMatchObject({ AlarmActions: [topic], OKActions: [topic] });
  });

  it.each(alarms)('%s is silent where nothing happens', (_, { TreatMissingData }) => {
    expect(TreatMissingData).toBe('notBreaching');
  });

  it.each(alarms)('%s says in a sentence what it means, and names a runbook that is there', (_, alarm) => {
    const [, meaning = '', runbook = ''] =
      /^(.+\.) Runbook: (docs\/runbooks\/[a-z-]+\.md)$/s.exec(alarm.AlarmDescription) ?? [];

    expect(meaning).toMatch(/^[A-Z]/);
    expect(existsSync(new URL(`../../../${runbook}`, import.meta.url))).toBe(true);
  });

  it('begins when a value is reached in so many periods in a row', () => {
    const limits = Object.entries(propertiesOf(dev, 'AWS::CloudWatch::Alarm')).map(([name, alarm]) => {
      expect(alarm.ComparisonOperator).toBe('GreaterThanOrEqualToThreshold');
      const { Threshold, EvaluationPeriods, Period, Statistic } = alarm;
      const kind = name.replace(/^.*?([A-Z][a-z]+)Alarm$/, '$1');
      // Without a period of its own it is an expression over metrics of five minutes each.
      const of = Period === undefined ? '' : ` of ${Period} s, ${Statistic ?? alarm.ExtendedStatistic}`;
      return `${kind}: ${Threshold} in ${EvaluationPeriods}${of}`;
    });

    expect([...new Set(limits)].sort()).toEqual([
      'Age: 1200 in 5 of 60 s, Maximum',
      'Age: 600 in 5 of 60 s, Maximum',
      'Burst: 25 in 1',
      'Callback: 1 in 1',
      'Error: 5 in 1 of 300 s, Sum',
      'Held: 1 in 1 of 3600 s, Sum',
      'Held: 2073600 in 1',
      'Held: 25 in 3',
      'Latency: 2000 in 3 of 300 s, p99',
      'Letter: 1 in 1 of 60 s, Maximum',
      'Long: 1 in 1',
      'Recursion: 1 in 1 of 300 s, Sum',
      'Routing: 1 in 2',
      'Throttle: 1 in 1 of 300 s, Sum',
      'Throttle: 1 in 2',
      'Verification: 10 in 1',
    ]);
  });

  it('on unusual callback traffic stands on both sides of the band, takes silence for zero, and is made by a setting', () => {
    const of = (template: 'dev' | 'everything') =>
      propertiesOf(templateOf(template), 'AWS::CloudWatch::Alarm').MonitoringCallbackTrafficAlarm;

    expect(of('dev')).toBeUndefined();
    expect(of('everything')).toMatchObject({
      ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
      EvaluationPeriods: 3,
      Metrics: expect.arrayContaining([
        expect.objectContaining({ Expression: expect.stringMatching(/^ANOMALY_DETECTION_BAND\(\w+, 3\)$/) }),
        expect.objectContaining({ Expression: 'FILL(callbacks, 0)' }),
      ]),
    });
  });

  it('links to the runbook where it is known where they can be read', () => {
    for (const { AlarmDescription } of Object.values(
      propertiesOf(templateOf('everything'), 'AWS::CloudWatch::Alarm'),
    ))
      expect(AlarmDescription).toMatch(/Runbook: https:\/\/git\.example\.com\/runbooks\/[a-z-]+\.md$/);
  });
});

describe('watched is', () => {
  const queues = Object.keys(propertiesOf(dev, 'AWS::SQS::Queue'));

  it.each(queues.filter((name) => name.endsWith('DeadLetters')))('anything in %s', (name) => {
    expect(isWatched('ApproximateNumberOfMessagesVisible', name)).toBe(true);
  });

  it.each(queues.filter((name) => !name.endsWith('DeadLetters')))('the oldest message of %s', (name) => {
    expect(isWatched('ApproximateAgeOfOldestMessage', name)).toBe(true);
  });

  it.each(Object.keys(propertiesOf(dev, 'AWS::Lambda::Function')))('%s: throttles', (name) => {
    expect(isWatched('Throttles', name)).toBe(true);
  });

  it('errors of each function but the authorizer, whose thrown errors are its 401s', () => {
    const unwatched = Object.keys(propertiesOf(dev, 'AWS::Lambda::Function')).filter(
      (name) => !isWatched('Errors', name),
    );

    expect(unwatched).toEqual(['IngestApiAuthorizerFunction']);
  });

  it.each(Object.keys(propertiesOf(dev, 'AWS::DynamoDB::Table')))('throttled requests of %s', (name) => {
    for (const metric of ['ReadThrottleEvents', 'WriteThrottleEvents'])
      expect(isWatched(metric, name)).toBe(true);
  });

  it('throttled requests of each index, which are counted apart', () => {
    const indexes = alarms.flatMap(([, alarm]) =>
      metricsOf(alarm).flatMap(({ Dimensions }) =>
        Dimensions.flatMap(({ Name, Value }) => (Name === 'GlobalSecondaryIndexName' ? [Value] : [])),
      ),
    );

    expect([...new Set(indexes)].sort()).toEqual(['attention', 'list', 'tenant']);
  });

  describe('5XX of the hooks API, as its access log has them', () => {
    const filterOf = (variant: string, name = 'ServerErrors') => {
      const filter = propertiesOf(templateOf(variant), 'AWS::Logs::MetricFilter')[`Callbacks${name}`];
      return z
        .object({
          FilterPattern: z.string(),
          LogGroupName: z.object({ Ref: z.string() }),
          MetricTransformations: z.tuple([z.object({ MetricNamespace: z.string(), MetricName: z.string() })]),
        })
        .parse(filter);
    };

    it('is what the alarm looks at: API Gateway counts a status of its own that we changed as 4XX', () => {
      const { LogGroupName, MetricTransformations } = filterOf('dev');
      const [, alarm] = alarms.find(([name]) => name === 'CallbacksServerErrorAlarm') ?? [];
      const [{ MetricNamespace, MetricName }] = MetricTransformations;

      expect(nameOf(LogGroupName.Ref)).toBe('HooksAccessLog');
      expect(alarm).toMatchObject({ Namespace: MetricNamespace, MetricName });
    });

    it('leaves out what is answered so on purpose, or to anybody who asks too often', () => {
      expect(filterOf('dev').FilterPattern).toBe(
        '[sourceIp, caller, user, requestTime, request != "*POST /email *" && request != "*POST /email/{segment} *" && request != "*GET /webhooks/health *", status = "5*", responseLength, requestId]',
      );
      expect(filterOf('everything').FilterPattern).toBe(
        '{ ($.status = "5*") && ($.resourcePath != "/email") && ($.resourcePath != "/email/{segment}") && ($.resourcePath != "/webhooks/health") }',
      );
    });

    it('counts with them what was throttled, but not whose daily quota is used up', () => {
      const { FilterPattern, MetricTransformations } = filterOf('dev', 'ThrottledRequests');

      expect(MetricTransformations).toEqual(filterOf('dev').MetricTransformations);
      expect(FilterPattern).toContain('request != "*POST /v1/events *", status = "429"');
      expect(filterOf('everything', 'ThrottledRequests').FilterPattern).toContain(
        '($.status = "429") && ($.resourcePath != "/email") && ($.resourcePath != "/email/{segment}") && ($.resourcePath != "/webhooks/health") && ($.resourcePath != "/v1/events")',
      );
    });

    it('has the fields of the access log’s line', () => {
      const fields = filterOf('dev')
        .FilterPattern.split(', ')
        .map((field) => field.replace(/^\[| .*|\]$/g, ''));
      const [stage] = stagesOf(dev);
      const line = stage?.AccessLogSetting.Format ?? '';
      // What stands in brackets or quotation marks is one field.
      const written = [...line.matchAll(/\[[^\]]*\]|"[^"]*"|\S+/g)].map(([field]) =>
        field.startsWith('"') ? 'request' : field.replace(/^\[?\$context\.(identity\.)?|\]$/g, ''),
      );

      expect(written).toEqual(fields);
    });
  });

  it('the 99th percentile of accepting an event', () => {
    expect(propertiesOf(dev, 'AWS::CloudWatch::Alarm').IngestApiLatencyAlarm).toMatchObject({
      MetricName: 'Latency',
      ExtendedStatistic: 'p99',
      Dimensions: expect.arrayContaining([{ Name: 'Resource', Value: '/v1/events' }]),
    });
  });
});

describe('the topic of the alarms', () => {
  it('lets only the alarms of this account in, and over TLS only', () => {
    const [policy] = Object.values(propertiesOf(dev, 'AWS::SNS::TopicPolicy'));

    expect(policy?.Topics).toEqual([{ Ref: expect.stringMatching(/^AlarmsTopic/) }]);
    expect(policy?.PolicyDocument).toMatchObject({
      Statement: [
        { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        {
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    });
  });

  it('tells ALERT_EMAIL, and nobody where it is empty', () => {
    expect(propertiesOf(dev, 'AWS::SNS::Subscription')).toEqual({});
    expect(Object.values(propertiesOf(templateOf('everything'), 'AWS::SNS::Subscription'))).toEqual([
      expect.objectContaining({ Protocol: 'email', Endpoint: 'oncall@example.com' }),
    ]);
  });
});
