import { describe, expect, it } from '@jest/globals';
import { configSchema as workerConfig } from '@switchyard/worker/config';
import { refTo } from '../../testing/references.ts';
import { propertiesOf, synthesize } from '../../testing/synthesize.ts';
import { settingsFor } from '../settings/function-environment.ts';
import { parseSettings } from '../settings/settings.ts';

const templateOf = await synthesize({ dev: {}, all: { SYSTEM_LOG_LEVEL: 'INFO' } });
const dev = templateOf('dev');

const isSchedule = ({ Principal }: Readonly<Record<string, unknown>>): boolean =>
  Principal === 'events.amazonaws.com';

describe('the functions', () => {
  const functions = propertiesOf(dev, 'AWS::Lambda::Function');

  it('have this much time and memory', () => {
    const limits = Object.entries(functions).map(([name, { Timeout, MemorySize }]) => [
      name,
      { seconds: Timeout, megabytes: MemorySize },
    ]);

    expect(Object.fromEntries(limits)).toEqual({
      IngestApiAuthorizerFunction: { seconds: 10, megabytes: 256 },
      IngestApiHandlerFunction: { seconds: 30, megabytes: 512 },
      DeliveryWorkerFunction: { seconds: 60, megabytes: 512 },
      DeliverySlowWorkerFunction: { seconds: 60, megabytes: 512 },
      DeliveryDlqProcessorFunction: { seconds: 300, megabytes: 256 },
      ReceiverApiHandlerFunction: { seconds: 10, megabytes: 256 },
      CallbacksHandlerFunction: { seconds: 15, megabytes: 512 },
      CallbacksSpoolHandlerFunction: { seconds: 15, megabytes: 512 },
    });
  });

  it.each(Object.entries(functions))('%s is an ES module on Node 24 and arm64', (_, properties) => {
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: expect.stringMatching(/^index\.(handler|slow|spool)$/),
    });
  });

  it.each(Object.entries(functions))('%s logs to a group of its own, for 30 days', (name, properties) => {
    const group = name.replace(/Function$/, 'Log');

    expect(properties).toMatchObject({ LoggingConfig: { LogGroup: refTo(group) } });
    expect(propertiesOf(dev, 'AWS::Logs::LogGroup')[group]).toEqual({ RetentionInDays: 30 });
  });

  it.each(Object.entries(functions))(
    '%s logs no invocation that went well, and all lines of ours',
    (_, properties) => {
      expect(properties).toMatchObject({
        LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN', ApplicationLogLevel: 'TRACE' },
      });
    },
  );

  it('log each invocation where SYSTEM_LOG_LEVEL says so', () => {
    for (const properties of Object.values(propertiesOf(templateOf('all'), 'AWS::Lambda::Function')))
      expect(properties).toMatchObject({ LoggingConfig: { SystemLogLevel: 'INFO' } });
  });

  it('get what they need to know, as references, and the settings that they read', () => {
    const EVENTS_TABLE = refTo('TablesEvents');
    const TENANT_WEBHOOK_CONFIG_TABLE = refTo('TablesTenantWebhookConfig');
    const DELIVERY_QUEUE_URL = refTo('DeliveryQueue');
    const DELIVERY_DLQ_URL = refTo('DeliveryQueueDeadLetters');
    const CONTROL_QUEUE_URL = refTo('DeliveryControlQueue');
    const METRICS_NAMESPACE = 'Switchyard/switchyard-dev';

    const workerVariables = {
      EVENTS_TABLE,
      TENANT_WEBHOOK_CONFIG_TABLE,
      DELIVERY_QUEUE_URL,
      DELIVERY_DLQ_URL,
      SLOW_QUEUE_URL: refTo('DeliverySlowQueue'),
      CONTROL_QUEUE_URL,
      ENDPOINT_EVENTS_TOPIC_ARN: refTo('DeliveryEndpointEvents'),
      METRICS_NAMESPACE,
      ...settingsFor(workerConfig, parseSettings({})),
    };

    // Those of callbacks are in callbacks.test.ts.
    const environments = Object.entries(functions)
      .filter(([name]) => !name.startsWith('Callbacks'))
      .map(([name, { Environment }]) => [name, Environment]);
    expect(Object.fromEntries(environments)).toEqual({
      IngestApiAuthorizerFunction: {
        Variables: {
          TENANT_IDENTITY_TABLE: refTo('TablesTenantIdentity'),
          PORTAL_ROUTES: expect.stringContaining('read:GET/v1/events/*,'),
          DEFAULT_USAGE_KEY: { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] },
        },
      },
      IngestApiHandlerFunction: {
        Variables: {
          EVENTS_TABLE,
          TENANT_IDENTITY_TABLE: refTo('TablesTenantIdentity'),
          PUBLIC_URL: {
            'Fn::Join': [
              '',
              [
                'https://',
                refTo('HooksApi'),
                '.execute-api.',
                { Ref: 'AWS::Region' },
                '.',
                { Ref: 'AWS::URLSuffix' },
                '/dev',
              ],
            ],
          },
          TENANT_WEBHOOK_CONFIG_TABLE,
          DELIVERY_QUEUE_URL,
          CONTROL_QUEUE_URL,
          CORS_ORIGINS: '*',
          METRICS_NAMESPACE,
        },
      },
      DeliveryWorkerFunction: { Variables: workerVariables },
      DeliverySlowWorkerFunction: { Variables: workerVariables },
      DeliveryDlqProcessorFunction: {
        Variables: {
          EVENTS_TABLE,
          TENANT_WEBHOOK_CONFIG_TABLE,
          DELIVERY_QUEUE_URL,
          DELIVERY_DLQ_URL,
          CONTROL_QUEUE_URL,
          METRICS_NAMESPACE,
        },
      },
      ReceiverApiHandlerFunction: {
        Variables: {
          EVENTS_TABLE,
          TENANT_WEBHOOK_CONFIG_TABLE,
          OPERATOR_TOKEN_SECRET_ARN: refTo('ReceiverApiOperatorToken'),
        },
      },
    });
  });

  it('are called by API Gateway for this stack’s APIs, by its one schedule, and by nobody else', () => {
    const all = Object.values(propertiesOf(dev, 'AWS::Lambda::Permission'));
    const [scheduled, ...permissions] = all.toSorted((a, b) => Number(isSchedule(b)) - Number(isSchedule(a)));

    // What is held too long is looked for once an hour.
    expect(JSON.stringify(scheduled?.SourceArn)).toMatch(/"DeliveryExpireHeld[0-9A-F]{8}","Arn"/);
    expect(permissions).toHaveLength(4);
    for (const permission of permissions) {
      expect(permission).toMatchObject({ Principal: 'apigateway.amazonaws.com' });
      expect(JSON.stringify(permission.SourceArn)).toMatch(/"Ref":"(HooksApi|ReceiverApiRestApi)/);
    }
  });
});

describe('a function that takes messages', () => {
  const mappings = Object.values(propertiesOf(dev, 'AWS::Lambda::EventSourceMapping'));

  it.each(mappings.map((mapping) => [JSON.stringify(mapping.FunctionName), mapping]))(
    'says which of them failed: %s',
    (_, mapping) => {
      expect(mapping).toHaveProperty('FunctionResponseTypes', ['ReportBatchItemFailures']);
    },
  );
});
