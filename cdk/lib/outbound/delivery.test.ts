import { describe, expect, it } from '@jest/globals';
import { controlMessageSchema } from '@switchyard/core/control-message';
import { arnOf, refTo } from '../../testing/references.ts';
import { propertiesOf, synthesize } from '../../testing/synthesize.ts';

const templateOf = await synthesize({
  dev: {},
  other: {
    PREFIX: 'hooks',
    RETRY_SCHEDULE: '1s,2s',
    MAX_ATTEMPTS: '3',
    DELIVERY_TIMEOUT_MS: '5000',
    WORKER_MAX_CONCURRENCY: '7',
    ALLOW_LOOPBACK_TARGETS: 'true',
    HELD_RETENTION_DAYS: '7',
    LOG_LEVEL: 'debug',
    LOG_RETENTION_DAYS: '7',
  },
});
const dev = templateOf('dev');

describe('the worker', () => {
  it('takes ten messages at a time and says which of them failed', () => {
    expect(Object.values(propertiesOf(dev, 'AWS::Lambda::EventSourceMapping'))).toContainEqual({
      EventSourceArn: arnOf('DeliveryQueue'),
      FunctionName: refTo('DeliveryWorkerFunction'),
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 50 },
    });
  });

  it('has time for its batch before the messages show up again', () => {
    const { VisibilityTimeout } = propertiesOf(dev, 'AWS::SQS::Queue').DeliveryQueue ?? {};
    const { Timeout } = propertiesOf(dev, 'AWS::Lambda::Function').DeliveryWorkerFunction ?? {};

    expect(Number(VisibilityTimeout)).toBeGreaterThanOrEqual(Number(Timeout));
  });
});

describe('the slow lane', () => {
  it('has a function of its own, with the worker’s code and settings', () => {
    expect(Object.values(propertiesOf(dev, 'AWS::Lambda::EventSourceMapping'))).toContainEqual({
      EventSourceArn: arnOf('DeliverySlowQueue'),
      FunctionName: refTo('DeliverySlowWorkerFunction'),
      BatchSize: 50,
      MaximumBatchingWindowInSeconds: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
    const { DeliveryWorkerFunction: worker, DeliverySlowWorkerFunction: slow } = propertiesOf(
      dev,
      'AWS::Lambda::Function',
    );
    for (const same of ['Code', 'Environment', 'MemorySize', 'Timeout', 'RecursiveLoop'])
      expect([same, slow?.[same]]).toEqual([same, worker?.[same]]);
    expect(slow).toMatchObject({ Handler: 'index.slow' });
  });
});

describe('what is held too long', () => {
  it('is looked for once an hour, with a message that the worker takes', () => {
    const [rule] = Object.values(propertiesOf(dev, 'AWS::Events::Rule'));
    expect(rule).toMatchObject({
      ScheduleExpression: 'rate(1 hour)',
      State: 'ENABLED',
      Targets: [{ Arn: arnOf('DeliveryWorkerFunction') }],
    });
    const [{ Input }] = Object(rule).Targets;
    const [{ body }] = JSON.parse(Input).Records;
    expect(controlMessageSchema.parse(JSON.parse(body))).toMatchObject({ kind: 'expire_held' });
  });
});

describe('the delivery queue', () => {
  it('gives nothing up while an account throttles the worker for a day', () => {
    const { VisibilityTimeout, RedrivePolicy } = propertiesOf(dev, 'AWS::SQS::Queue').DeliveryQueue ?? {};

    expect(RedrivePolicy).toMatchObject({ deadLetterTargetArn: arnOf('DeliveryQueueDeadLetters') });
    expect(Number(VisibilityTimeout) * Object(RedrivePolicy).maxReceiveCount).toBe(86_400);
  });
});

describe('the settings', () => {
  it('reach the worker', () => {
    const other = templateOf('other');

    expect(propertiesOf(other, 'AWS::Lambda::Function')).toMatchObject({
      DeliveryWorkerFunction: {
        Environment: {
          Variables: {
            RETRY_SCHEDULE: '1s,2s',
            MAX_ATTEMPTS: '3',
            DELIVERY_TIMEOUT_MS: '5000',
            ALLOW_LOOPBACK_TARGETS: 'true',
            HELD_RETENTION_DAYS: '7',
            LOG_LEVEL: 'debug',
          },
        },
      },
    });
    expect(Object.values(propertiesOf(other, 'AWS::Lambda::EventSourceMapping'))).toContainEqual(
      expect.objectContaining({
        EventSourceArn: arnOf('DeliveryQueue'),
        ScalingConfig: { MaximumConcurrency: 7 },
      }),
    );
  });

  it('say how long logs are kept', () => {
    for (const group of Object.values(propertiesOf(templateOf('other'), 'AWS::Logs::LogGroup')))
      expect(group).toHaveProperty('RetentionInDays', 7);
  });
});
