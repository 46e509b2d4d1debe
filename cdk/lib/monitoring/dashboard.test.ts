import { describe, expect, it } from '@jest/globals';
import { METRIC_DIMENSIONS, METRICS, METRICS_SERVICE } from '@switchyard/core/metrics';
import * as z from 'zod';
import { alarmsOf, metricsOf } from '../../testing/alarms.ts';
import { nameOf, propertiesOf, synthesize } from '../../testing/synthesize.ts';

const templateOf = await synthesize({ dev: {} });
const dev = templateOf('dev');
const alarms = alarmsOf(dev);

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
      type === 'text' && String(properties.markdown).startsWith('## ')
        ? [z.string().parse(properties.markdown)]
        : [],
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

  it('queries no log: that would be paid for each time that somebody looks', () => {
    expect(readDashboard().filter(({ type }) => type === 'log')).toEqual([]);
    expect(
      readDashboard().some(({ properties }) =>
        String(properties.markdown).includes('switchyard-dev/Who is failing: endpoints by failed attempts'),
      ),
    ).toBe(true);
  });
});

describe('the errors of functions on the dashboard', () => {
  it('leave out the authorizer, whose 401 is a thrown error', () => {
    const graph = readDashboard().find(({ properties }) => properties.title === 'Functions: errors');
    const labels = (graph?.properties.metrics ?? [])
      .filter((metric) => metric.includes('Errors'))
      .map((metric) => z.looseObject({ label: z.string() }).parse(metric.at(-1)).label);

    expect(labels.sort()).toEqual([
      'callback-spool',
      'dlq-processor',
      'ingest-api',
      'receiver',
      'slow-worker',
      'webhook-handler',
      'worker',
    ]);
  });
});

describe('the saved queries', () => {
  const queries = Object.values(propertiesOf(dev, 'AWS::Logs::QueryDefinition'));

  it('do not take the 401 of an unknown key for an error', () => {
    const errors = queries.find(({ Name }) => String(Name).endsWith('logged as an error'));

    expect(errors?.QueryString).toMatch(/\| filter @message not like .*"Unauthorized"/);
  });

  it('ask for what went wrong, or for one event', () => {
    const filters = queries.map(({ QueryString }) => /filter (.*)/.exec(String(QueryString))?.[1]);

    expect(filters).toEqual([
      'eventId = "evt_PUT_THE_EVENT_ID_HERE"',
      'tenantId = "PUT_THE_TENANT_ID_HERE"',
      expect.stringContaining('outcome in ["retry", "dead", '),
      'msg = "quarantine"',
      expect.stringContaining('level in ["error", "ERROR"] or record.status in ["timeout", "failure"]'),
    ]);
  });

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
