import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { METRIC_DIMENSIONS, METRICS, METRICS_SERVICE } from '@switchyard/core';
import * as z from 'zod';
import { EVERYTHING_ON } from '../../testing/everything-on.ts';
import { nameOf, propertiesOf, synthesize } from '../../testing/synthesize.ts';

const templateOf = await synthesize({ dev: {}, everything: EVERYTHING_ON });
const dev = templateOf('dev');

const dimensions = z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]);
const alarmSchema = z.object({
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.unknown()),
  OKActions: z.array(z.unknown()),
  TreatMissingData: z.string(),
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: dimensions,
  Metrics: z
    .array(
      z.object({
        MetricStat: z
          .object({
            Metric: z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions: dimensions }),
          })
          .optional(),
      }),
    )
    .default([]),
});
const alarms = Object.entries(propertiesOf(dev, 'AWS::CloudWatch::Alarm')).map(
  ([name, properties]) => [name, alarmSchema.parse(properties)] as const,
);
const metricsOf = ({ Namespace, MetricName, Dimensions, Metrics }: z.infer<typeof alarmSchema>) => [
  ...(Namespace === undefined || MetricName === undefined ? [] : [{ Namespace, MetricName, Dimensions }]),
  ...Metrics.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric])),
];
/** Whether an alarm watches this metric of that resource. */
const isWatched = (metricName: string, resource: string) =>
  alarms.some(([, alarm]) =>
    metricsOf(alarm).some(
      ({ MetricName, Dimensions }) =>
        MetricName === metricName && JSON.stringify(Dimensions).includes(`"${resource}`),
    ),
  );

describe('an alarm', () => {
  it.each(alarms)('%s tells the topic of its beginning and its end, and of nothing else', (_, alarm) => {
    const topic = { Ref: expect.stringMatching(/^AlarmsTopic/) };

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

  it('5XX of the hooks API, without those that keep a mail alive', () => {
    const [, alarm] = alarms.find(([name]) => name === 'CallbacksServerErrorAlarm') ?? [];
    const resources = alarm?.Metrics.flatMap(({ MetricStat }) =>
      (MetricStat?.Metric.Dimensions ?? []).flatMap(({ Name, Value }) =>
        Name === 'Resource' ? [Value] : [],
      ),
    );

    expect(JSON.stringify(propertiesOf(dev, 'AWS::CloudWatch::Alarm').CallbacksServerErrorAlarm)).toContain(
      'all - FILL(deliberate0, 0) - FILL(deliberate1, 0)',
    );
    expect(resources).toEqual(['/email', '/email/{segment}']);
  });

  it('the 99th percentile of accepting an event', () => {
    expect(propertiesOf(dev, 'AWS::CloudWatch::Alarm').IngestApiLatencyAlarm).toMatchObject({
      MetricName: 'Latency',
      ExtendedStatistic: 'p99',
      Dimensions: expect.arrayContaining([{ Name: 'Resource', Value: '/v1/events' }]),
    });
  });
});

/** Wherever it stands in an alarm or on the dashboard. */
const OWN_NAMESPACE = 'Switchyard/switchyard-dev';
const dashboardSchema = z.object({
  widgets: z.array(
    z.object({
      type: z.string(),
      properties: z.looseObject({
        title: z.string().optional(),
        metrics: z.array(z.array(z.unknown())).default([]),
      }),
    }),
  ),
});

/** Of the one dashboard; references are left as text. */
function readDashboard() {
  const [dashboard] = Object.values(propertiesOf(dev, 'AWS::CloudWatch::Dashboard'));
  const { 'Fn::Join': join } = z
    .object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) })
    .parse(dashboard?.DashboardBody);
  const body = join[1].map((part) => (typeof part === 'string' ? part : 'reference')).join('');
  return dashboardSchema.parse(JSON.parse(body)).widgets;
}

describe('our own metrics', () => {
  const watched = alarms.flatMap(([, alarm]) =>
    metricsOf(alarm)
      .filter(({ Namespace }) => Namespace === OWN_NAMESPACE)
      .map(({ MetricName, Dimensions }) => ({
        name: MetricName,
        dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
      })),
  );
  const drawn = readDashboard().flatMap(({ properties }) =>
    properties.metrics.flatMap(([namespace, name, ...rest]) => {
      if (namespace !== OWN_NAMESPACE) return [];
      const pairs = rest.filter((item) => typeof item === 'string');
      const dimensions = Object.fromEntries(
        pairs.flatMap((key, index) => (index % 2 === 0 ? [[key, pairs[index + 1]]] : [])),
      );
      return [{ name: String(name), dimensions }];
    }),
  );

  it('are watched and drawn exactly as the functions emit them: name and dimensions', () => {
    expect(watched.length).toBeGreaterThan(3);
    for (const { name, dimensions } of [...watched, ...drawn]) {
      const { service, ...others } = dimensions;
      const definition = Object.entries(METRICS).find(([known]) => known === name)?.[1];
      const keys = Object.keys(others);

      expect(service).toBe(METRICS_SERVICE);
      if (keys.length > 0) expect(keys.sort()).toEqual([...(definition?.dimensions ?? [])].sort());
      else expect(definition).toBeDefined();
      for (const [key, value] of Object.entries(others)) {
        const values = Object.entries(METRIC_DIMENSIONS).find(([dimension]) => dimension === key)?.[1];
        expect(values).toContain(value);
      }
    }
  });

  it('are all on the dashboard', () => {
    expect([...new Set(drawn.map(({ name }) => name))].sort()).toEqual(Object.keys(METRICS).sort());
  });
});

describe('the dashboard', () => {
  it('shows every alarm, then answers its questions', () => {
    const [alarmStatus] = readDashboard();
    const headings = readDashboard().flatMap(({ type, properties }) =>
      type === 'text' ? [z.string().parse(properties.markdown)] : [],
    );

    expect(z.array(z.string()).parse(alarmStatus?.properties.alarms)).toHaveLength(alarms.length);
    expect(headings).toEqual([
      '## Is it accepting?',
      '## Is it delivering?',
      '## Who is failing?',
      '## What comes in?',
      '## What it runs on',
    ]);
  });
});

describe('the saved queries', () => {
  const queries = Object.values(propertiesOf(dev, 'AWS::Logs::QueryDefinition'));

  it('are these, each over the logs of all functions', () => {
    expect(queries.map(({ Name }) => Name)).toEqual([
      'switchyard-dev/One event: its whole story',
      'switchyard-dev/One tenant: what fails, and where',
      'switchyard-dev/Who is failing: endpoints by failed attempts',
      'switchyard-dev/Callbacks that were not proven genuine',
      'switchyard-dev/Everything that was logged as an error',
    ]);
    const groups = Object.keys(propertiesOf(dev, 'AWS::Lambda::Function')).map((name) =>
      name.replace(/Function$/, 'Log'),
    );
    for (const { LogGroupNames } of queries) {
      const names = z.array(z.object({ Ref: z.string() })).parse(LogGroupNames);
      expect(names.map(({ Ref }) => nameOf(Ref)).sort()).toEqual([...groups].sort());
    }
  });
});

describe('the topic of the alarms', () => {
  it('lets only the alarms of this account in, and over TLS only', () => {
    const [policy] = Object.values(propertiesOf(dev, 'AWS::SNS::TopicPolicy'));

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
