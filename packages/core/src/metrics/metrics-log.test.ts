import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import * as z from 'zod';
import { METRICS, type MetricName } from './catalogue.ts';
import { createMetricsLog } from './metrics-log.ts';

const lineSchema = z
  .object({
    _aws: z.object({
      Timestamp: z.number(),
      CloudWatchMetrics: z.tuple([
        z.object({
          Namespace: z.string(),
          Dimensions: z.array(z.array(z.string())),
          Metrics: z.array(z.object({ Name: z.string(), Unit: z.string() })),
        }),
      ]),
    }),
  })
  .catchall(z.union([z.string(), z.number(), z.array(z.number())]));

const NAMESPACE = 'Switchyard/test';

let written = '';
beforeEach(() => {
  written = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** The lines on standard output, and how CloudWatch reads each. */
function lines() {
  const texts = written.split('\n').filter((text) => text !== '');
  return texts.map((text) => {
    const { _aws, ...fields } = lineSchema.parse(JSON.parse(text));
    const [{ Namespace, Dimensions, Metrics }] = _aws.CloudWatchMetrics;
    return { namespace: Namespace, dimensions: Dimensions, metrics: Metrics, fields };
  });
}

/** Sum of a metric under exactly these dimensions. */
function sumOf(name: MetricName, dimensions: Readonly<Record<string, string>>): number {
  const wanted = Object.keys(dimensions).sort().join();
  return lines()
    .filter(({ metrics }) => metrics.some(({ Name }) => Name === name))
    .filter(({ fields }) => Object.entries(dimensions).every(([key, value]) => fields[key] === value))
    .flatMap(({ dimensions: sets, fields }) =>
      sets.filter((set) => set.toSorted().join() === wanted).flatMap(() => fields[name]),
    )
    .reduce<number>((sum, value) => sum + Number(value), 0);
}

describe('metrics in the log', () => {
  it('are one line of one invocation, in the embedded metric format, under the service alone', () => {
    const metrics = createMetricsLog(NAMESPACE);
    metrics.count('DeliveryAttempts');
    metrics.count('DeliveryAttempts');
    metrics.measure('DeliveryLatency', 120);
    metrics.measure('DeliveryLatency', 80.5);
    metrics.flush();

    expect(lines()).toEqual([
      {
        namespace: NAMESPACE,
        dimensions: [['service']],
        metrics: [
          { Name: 'DeliveryAttempts', Unit: 'Count' },
          { Name: 'DeliveryLatency', Unit: 'Milliseconds' },
        ],
        fields: {
          service: 'switchyard',
          DeliveryAttempts: 2,
          DeliveryLatency: [120, 80.5],
        },
      },
    ]);
  });

  it('count a metric with dimensions in total and by them, each time once', () => {
    const metrics = createMetricsLog(NAMESPACE);
    metrics.count('CallbacksReceived', { provider: 'twilio', result: 'accepted' });
    metrics.count('CallbacksReceived', { provider: 'twilio', result: 'accepted' });
    metrics.count('CallbacksReceived', { provider: 'resend', result: 'no_match' });
    metrics.flush();

    expect(lines().map(({ dimensions }) => dimensions)).toEqual([
      [['service'], ['service', 'provider', 'result']],
      [['service'], ['service', 'provider', 'result']],
    ]);
    const service = 'switchyard';
    expect(sumOf('CallbacksReceived', { service })).toBe(3);
    expect(sumOf('CallbacksReceived', { service, provider: 'twilio', result: 'accepted' })).toBe(2);
    expect(sumOf('CallbacksReceived', { service, provider: 'resend', result: 'no_match' })).toBe(1);
  });

  it('of records that failed in different ways at once do not mix', () => {
    const metrics = createMetricsLog(NAMESPACE);
    metrics.count('DeliveryAttempts');
    metrics.count('AttemptsFailed', { kind: 'timeout' });
    metrics.count('DeliveryAttempts');
    metrics.count('AttemptsFailed', { kind: 'http_5xx' });
    metrics.count('DeliveriesDeadLettered', { reason: 'attempts_exhausted' });
    metrics.flush();

    expect(lines().map(({ fields: { service: _, ...rest } }) => rest)).toEqual([
      { DeliveryAttempts: 2 },
      { kind: 'timeout', AttemptsFailed: 1 },
      { kind: 'http_5xx', AttemptsFailed: 1 },
      { reason: 'attempts_exhausted', DeliveriesDeadLettered: 1 },
    ]);
    expect(sumOf('AttemptsFailed', { service: 'switchyard' })).toBe(2);
  });

  it('have at most a hundred values in a line, as many as CloudWatch takes', () => {
    const metrics = createMetricsLog(NAMESPACE);
    metrics.count('DeliveryAttempts');
    for (let value = 1; value <= 101; value += 1) metrics.measure('DeliveryLatency', value);
    metrics.flush();

    const [first, second, ...none] = lines().map(({ fields }) => fields);
    expect(first).toMatchObject({ DeliveryAttempts: 1, DeliveryLatency: expect.any(Array) });
    expect([first?.DeliveryLatency].flat()).toHaveLength(100);
    expect(second).toEqual({ service: 'switchyard', DeliveryLatency: 101 });
    expect(none).toEqual([]);
  });

  it('are written once', () => {
    const metrics = createMetricsLog(NAMESPACE);
    metrics.count('EventsAccepted');
    metrics.flush();
    metrics.flush();
    expect(lines()).toHaveLength(1);
  });

  it('are nothing when nothing was counted: no cold start either', () => {
    createMetricsLog(NAMESPACE).flush();
    expect(written).toBe('');
  });
});

it('every metric of the catalogue is described', () => {
  for (const { description } of Object.values(METRICS)) expect(description).toMatch(/^[A-Z].+\.$/);
});
