import { describe, expect, it } from '@jest/globals';
import { configSchema } from '@switchyard/webhook-handler/config';
import { arnOf, refTo } from '../../testing/references.ts';
import { propertiesOf, resourcesOf, synthesize } from '../../testing/synthesize.ts';
import { settingsFor } from '../settings/function-environment.ts';
import { parseSettings } from '../settings/settings.ts';

const templateOf = await synthesize({
  dev: {},
  prod: { STAGE: 'prod' },
  domains: { HOSTED_ZONE_ID: 'Z0123456789', HOSTED_ZONE_NAME: 'example.com' },
  other: {
    VERIFY_WEBHOOK_SIGNATURES: 'false',
    LEGACY_TWILIO_STATUS_SIGNATURE: 'true',
    LEGACY_RESEND_SIGNATURE: 'true',
    MESSAGE_ID_MAPPING_STRATEGY: 'timestamp',
    TIMESTAMP_MATCHING_WINDOW: '60',
    REPLIES_DELAY_SECONDS: '0',
    FALLBACK_MESSAGE: 'Nobody reads {channel} here.',
    FALLBACK_FROM_EMAIL: 'hello@example.com',
    TWILIO_API_BASE_URL: 'http://127.0.0.1:4010',
    RESEND_API_BASE_URL: 'http://127.0.0.1:4011/resend',
  },
});
const dev = templateOf('dev');

const CHANNEL_QUEUES = ['Whatsapp', 'Sms', 'Email'].flatMap((channel) => [
  `Callbacks${channel}Replies`,
  `Callbacks${channel}Handoff`,
]);
const FUNCTIONS = ['CallbacksHandlerFunction', 'CallbacksSpoolHandlerFunction'];

function environmentOf(name: string, variant = 'dev'): Record<string, unknown> {
  const { Environment } = propertiesOf(templateOf(variant), 'AWS::Lambda::Function')[name] ?? {};
  if (typeof Environment !== 'object' || Environment === null || !('Variables' in Environment))
    throw new Error(`${name} has no environment.`);
  return { ...Object(Environment.Variables) };
}

describe('the queues of callbacks', () => {
  const queues = propertiesOf(dev, 'AWS::SQS::Queue');

  it('are replies and hand-off for each channel, and the spool, each with its dead-letter queue', () => {
    const names = Object.keys(queues).filter((name) => name.startsWith('Callbacks'));

    expect(names.sort()).toEqual(
      [...CHANNEL_QUEUES, 'CallbacksSpool'].flatMap((name) => [`${name}DeadLetters`, `${name}Queue`]).sort(),
    );
  });

  it.each(CHANNEL_QUEUES)('%s gives a message up after five receives, a minute and more each', (name) => {
    expect(queues[`${name}Queue`]).toMatchObject({
      VisibilityTimeout: 180,
      RedrivePolicy: { maxReceiveCount: 5, deadLetterTargetArn: arnOf(`${name}DeadLetters`) },
    });
  });

  it('keep a spooled callback through an outage of ten hours', () => {
    expect(queues.CallbacksSpoolQueue).toMatchObject({
      VisibilityTimeout: 180,
      RedrivePolicy: { maxReceiveCount: 200, deadLetterTargetArn: arnOf('CallbacksSpoolDeadLetters') },
    });
  });

  // The delay of replies is the message's, so that the hand-off shares nothing with it.
  it.each(Object.keys(queues))('%s delays nothing by itself', (name) => {
    expect(queues[name]).not.toHaveProperty('DelaySeconds');
  });
});

describe('the spool', () => {
  const mapping = Object.values(propertiesOf(dev, 'AWS::Lambda::EventSourceMapping')).find(
    ({ EventSourceArn }) => JSON.stringify(EventSourceArn).includes('CallbacksSpoolQueue'),
  );

  it('feeds its function, which says which callbacks failed', () => {
    expect(mapping).toEqual({
      EventSourceArn: arnOf('CallbacksSpoolQueue'),
      FunctionName: refTo('CallbacksSpoolHandlerFunction'),
      BatchSize: 5,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
  });

  it('hides callbacks for longer than its function may run, without which Lambda refuses the mapping', () => {
    const { VisibilityTimeout } = propertiesOf(dev, 'AWS::SQS::Queue').CallbacksSpoolQueue ?? {};
    const { Timeout } = propertiesOf(dev, 'AWS::Lambda::Function').CallbacksSpoolHandlerFunction ?? {};

    expect(Number(VisibilityTimeout)).toBeGreaterThanOrEqual(6 * Number(Timeout));
  });
});

describe('the functions of callbacks', () => {
  const functions = propertiesOf(dev, 'AWS::Lambda::Function');

  it('are one bundle with two exports', () => {
    const [handler, spool] = FUNCTIONS.map((name) => functions[name]);

    expect(handler?.Code).toEqual({ S3Bucket: expect.anything(), S3Key: expect.any(String) });
    expect(spool?.Code).toEqual(handler?.Code);
    expect([handler?.Handler, spool?.Handler]).toEqual(['index.handler', 'index.spool']);
  });

  it.each(FUNCTIONS)('%s runs no longer than Twilio waits', (name) => {
    expect(functions[name]).toHaveProperty('Timeout', 15);
  });

  it.each(FUNCTIONS)(
    '%s gets what it needs to know, as references, and the settings that it reads',
    (name) => {
      expect(environmentOf(name)).toEqual({
        EVENTS_TABLE: refTo('TablesEvents'),
        TENANT_WEBHOOK_CONFIG_TABLE: refTo('TablesTenantWebhookConfig'),
        DELIVERY_QUEUE_URL: refTo('DeliveryQueue'),
        WHATSAPP_REPLIES_QUEUE_URL: refTo('CallbacksWhatsappRepliesQueue'),
        WHATSAPP_HANDOFF_QUEUE_URL: refTo('CallbacksWhatsappHandoffQueue'),
        SMS_REPLIES_QUEUE_URL: refTo('CallbacksSmsRepliesQueue'),
        SMS_HANDOFF_QUEUE_URL: refTo('CallbacksSmsHandoffQueue'),
        EMAIL_REPLIES_QUEUE_URL: refTo('CallbacksEmailRepliesQueue'),
        EMAIL_HANDOFF_QUEUE_URL: refTo('CallbacksEmailHandoffQueue'),
        CALLBACK_SPOOL_QUEUE_URL: refTo('CallbacksSpoolQueue'),
        PROVIDER_SECRETS_ARN: refTo('CallbacksProviderSecrets'),
        CALLBACK_BASE_URL: dev.Outputs.HooksUrl?.Value,
        ...settingsFor(configSchema, parseSettings({})),
        CORS_ORIGINS: '*',
        METRICS_NAMESPACE: 'Switchyard/switchyard-dev',
      });
    },
  );

  it.each(FUNCTIONS)('%s gets the settings', (name) => {
    expect(environmentOf(name, 'other')).toMatchObject({
      VERIFY_WEBHOOK_SIGNATURES: 'false',
      LEGACY_TWILIO_STATUS_SIGNATURE: 'true',
      LEGACY_RESEND_SIGNATURE: 'true',
      MESSAGE_ID_MAPPING_STRATEGY: 'timestamp',
      TIMESTAMP_MATCHING_WINDOW: '60',
      REPLIES_DELAY_SECONDS: '0',
      FALLBACK_MESSAGE: 'Nobody reads {channel} here.',
      FALLBACK_FROM_EMAIL: 'hello@example.com',
      TWILIO_API_BASE_URL: 'http://127.0.0.1:4010',
      RESEND_API_BASE_URL: 'http://127.0.0.1:4011/resend',
    });
  });
});

describe('CALLBACK_BASE_URL', () => {
  const REGION = { Ref: 'AWS::Region' };

  it.each(['dev', 'prod'])('is the execute-api URL with the stage, without custom domains: %s', (stage) => {
    const url = {
      'Fn::Join': [
        '',
        ['https://', refTo('HooksApi'), '.execute-api.', REGION, '.', { Ref: 'AWS::URLSuffix' }, `/${stage}`],
      ],
    };

    for (const name of FUNCTIONS) expect(environmentOf(name, stage).CALLBACK_BASE_URL).toEqual(url);
  });

  it('is the custom domain where there is one, without the stage', () => {
    for (const name of FUNCTIONS)
      expect(environmentOf(name, 'domains').CALLBACK_BASE_URL).toBe('https://hooks.example.com');
  });
});

describe('the secret of the providers', () => {
  const secretOf = (variant: string) =>
    resourcesOf(templateOf(variant), 'AWS::SecretsManager::Secret').CallbacksProviderSecrets;

  // CloudFormation writes a new value over the operator's when these change.
  it('begins as JSON that configures no provider, and is never made anew', () => {
    expect(secretOf('dev')?.Properties).toHaveProperty('GenerateSecretString', {
      SecretStringTemplate: '{}',
      GenerateStringKey: 'placeholder',
    });
  });

  it('outlives the stack in stage prod, and no other', () => {
    expect(secretOf('prod')).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
    expect(secretOf('dev')).toMatchObject({ DeletionPolicy: 'Delete' });
  });
});
