import { describe, expect, it } from '@jest/globals';
import { deploymentFromOutputs } from '@switchyard/core';
import { EVERYTHING_ON } from '../testing/everything-on.ts';
import { findCycle } from '../testing/find-cycle.ts';
import { keptResources } from '../testing/kept-resources.ts';
import { propertiesOf, resourcesOf, synthesize, type Template } from '../testing/synthesize.ts';

const templateOf = await synthesize({
  everything: EVERYTHING_ON,
  dev: {},
  again: {},
  prod: { STAGE: 'prod' },
  domains: { STAGE: 'prod', HOSTED_ZONE_ID: 'Z0123456789', HOSTED_ZONE_NAME: 'example.com' },
  other: {
    PREFIX: 'hooks',
    RETRY_SCHEDULE: '1s,2s',
    MAX_ATTEMPTS: '3',
    DELIVERY_TIMEOUT_MS: '5000',
    WORKER_MAX_CONCURRENCY: '7',
    ALLOW_LOOPBACK_TARGETS: 'true',
    LOG_LEVEL: 'debug',
    LOG_RETENTION_DAYS: '7',
  },
});
const dev = templateOf('dev');

const arnOf = (name: string) => ({ 'Fn::GetAtt': [expect.stringMatching(`^${name}[0-9A-F]{8}$`), 'Arn'] });
const refTo = (name: string) => ({ Ref: expect.stringMatching(`^${name}[0-9A-F]{8}$`) });

describe('the template', () => {
  it.each(['dev', 'everything'])('keeps what holds data or is known by name or address: %s', (name) => {
    expect(keptResources(templateOf(name).Resources)).toMatchSnapshot();
  });

  it('is the same each time it is made', () => {
    expect(JSON.stringify(templateOf('again'))).toBe(JSON.stringify(dev));
  });

  it.each(['dev', 'domains', 'everything'])('has no resources that wait for each other: %s', (name) => {
    expect(findCycle(templateOf(name))).toBeUndefined();
  });

  it('has outputs in which a deployment finds everything', () => {
    const names = Object.fromEntries(Object.keys(dev.Outputs).map((name) => [name, name]));

    expect(deploymentFromOutputs(names)).toEqual({
      hooksUrl: 'HooksUrl',
      receiverUrl: 'ReceiverUrl',
      functions: {
        authorizer: 'FunctionAuthorizer',
        'ingest-api': 'FunctionIngestApi',
        worker: 'FunctionWorker',
        'dlq-processor': 'FunctionDlqProcessor',
        receiver: 'FunctionReceiver',
        'webhook-handler': 'FunctionWebhookHandler',
        'callback-spool': 'FunctionCallbackSpool',
      },
      queueUrls: {
        delivery: 'QueueDelivery',
        'delivery-dlq': 'QueueDeliveryDlq',
        'whatsapp-replies': 'QueueWhatsappReplies',
        'whatsapp-replies-dlq': 'QueueWhatsappRepliesDlq',
        'whatsapp-handoff': 'QueueWhatsappHandoff',
        'whatsapp-handoff-dlq': 'QueueWhatsappHandoffDlq',
        'sms-replies': 'QueueSmsReplies',
        'sms-replies-dlq': 'QueueSmsRepliesDlq',
        'sms-handoff': 'QueueSmsHandoff',
        'sms-handoff-dlq': 'QueueSmsHandoffDlq',
        'email-replies': 'QueueEmailReplies',
        'email-replies-dlq': 'QueueEmailRepliesDlq',
        'email-handoff': 'QueueEmailHandoff',
        'email-handoff-dlq': 'QueueEmailHandoffDlq',
        'callback-spool': 'QueueCallbackSpool',
        'callback-spool-dlq': 'QueueCallbackSpoolDlq',
      },
      tables: {
        TenantIdentity: 'TableTenantIdentity',
        TenantWebhookConfig: 'TableTenantWebhookConfig',
        Events: 'TableEvents',
      },
      secrets: {
        'receiver-operator-token': 'SecretReceiverOperatorToken',
        providers: 'SecretProviders',
      },
    });
  });

  it('has no output besides', () => {
    const { hooksUrl, receiverUrl, ...named } = deploymentFromOutputs(
      Object.fromEntries(Object.keys(dev.Outputs).map((name) => [name, name])),
    );
    const known = [hooksUrl, receiverUrl, ...Object.values(named).flatMap(Object.values<string>)];

    expect(known.sort()).toEqual(Object.keys(dev.Outputs).sort());
  });

  it.each(Object.entries(dev.Outputs).filter(([name]) => /^(Table|Queue|Function|Secret)/.test(name)))(
    'has the output %s as a reference to the resource that it names',
    (name, { Value }) => {
      const type = {
        Table: 'AWS::DynamoDB::Table',
        Queue: 'AWS::SQS::Queue',
        Function: 'AWS::Lambda::Function',
        Secret: 'AWS::SecretsManager::Secret',
      }[name.replace(/^(Table|Queue|Function|Secret).*$/, '$1')];
      const { Ref } = Object(Value);

      expect(dev.Resources[Ref]?.Type).toBe(type);
      if (type === 'AWS::SQS::Queue') expect(/DeadLetters/.test(Ref)).toBe(name.endsWith('Dlq'));
    },
  );
});

describe('a name', () => {
  /** Unique only within the API or role that they belong to, or not unique at all. */
  const NOT_TAKEN =
    /^AWS::(IAM::Policy|ApiGateway::(RestApi|Authorizer|Stage)|CloudWatch::Alarm|Logs::QueryDefinition)$/;
  const fixedNames = (template: Template) =>
    Object.values(template.Resources)
      .filter(({ Type }) => !NOT_TAKEN.test(Type))
      .flatMap(({ Properties }) => Object.entries(Properties))
      .filter(([key, value]) => /(^|[a-z])Name$/.test(key) && typeof value === 'string')
      .map(([, value]) => value);

  it('is left to CloudFormation, except that of the function which people call', () => {
    expect(fixedNames(dev)).toEqual(['switchyard-dlq-processor']);
  });

  it('of that function begins with the prefix', () => {
    expect(fixedNames(templateOf('other'))).toEqual(['hooks-dlq-processor']);
  });
});

describe('the tables', () => {
  const tables = propertiesOf(dev, 'AWS::DynamoDB::Table');
  const key = (...names: string[]) =>
    names.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' }));

  it('are three, with these keys', () => {
    expect(Object.entries(tables).map(([name, { KeySchema }]) => [name, KeySchema])).toEqual([
      ['TablesTenantIdentity', key('apiKeyHash')],
      ['TablesTenantWebhookConfig', key('tenantId', 'endpointId')],
      ['TablesEvents', key('pk', 'sk')],
    ]);
  });

  it('have these indexes', () => {
    expect(
      Object.entries(tables).map(([name, { GlobalSecondaryIndexes }]) => [name, GlobalSecondaryIndexes]),
    ).toEqual([
      [
        'TablesTenantIdentity',
        [{ IndexName: 'tenant', KeySchema: key('tenantId'), Projection: { ProjectionType: 'ALL' } }],
      ],
      ['TablesTenantWebhookConfig', undefined],
      [
        'TablesEvents',
        [
          {
            IndexName: 'list',
            KeySchema: key('listPk', 'listSk'),
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
          {
            IndexName: 'attention',
            KeySchema: key('attentionPk', 'attentionSk'),
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
        ],
      ],
    ]);
  });

  it('forget expired events, and nothing else', () => {
    expect(tables).toMatchObject({
      TablesEvents: { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } },
    });
    expect(tables.TablesTenantIdentity).not.toHaveProperty('TimeToLiveSpecification');
    expect(tables.TablesTenantWebhookConfig).not.toHaveProperty('TimeToLiveSpecification');
  });

  it.each(Object.entries(tables))('%s is paid by use and can be restored to any second', (_, table) => {
    expect(table).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });
});

describe('the data', () => {
  const dataOf = (template: Template) => [
    ...Object.values(resourcesOf(template, 'AWS::DynamoDB::Table')),
    ...Object.values(resourcesOf(template, 'AWS::Logs::LogGroup')),
    ...Object.values(resourcesOf(template, 'AWS::SQS::Queue')),
  ];

  it.each(dataOf(templateOf('prod')).map((resource) => [resource.Type, resource]))(
    'outlives the stack in stage prod: %s',
    (_, resource) => {
      expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    },
  );

  it('cannot be deleted by mistake in stage prod', () => {
    for (const table of Object.values(propertiesOf(templateOf('prod'), 'AWS::DynamoDB::Table')))
      expect(table).toHaveProperty('DeletionProtectionEnabled', true);
  });

  it.each(dataOf(dev).map((resource) => [resource.Type, resource]))(
    'goes with the stack in other stages: %s',
    (_, resource) => {
      expect(resource).toMatchObject({ DeletionPolicy: 'Delete' });
    },
  );
});

describe('the queues', () => {
  const queues = propertiesOf(dev, 'AWS::SQS::Queue');

  it('are 16: each that takes messages has a dead-letter queue of its own', () => {
    const targets = Object.values(queues).flatMap(({ RedrivePolicy }) =>
      RedrivePolicy === undefined ? [] : [JSON.stringify(RedrivePolicy)],
    );

    expect(Object.keys(queues)).toHaveLength(16);
    expect(new Set(targets).size).toBe(8);
    for (const target of targets) expect(target).toContain('DeadLetters');
  });

  it('of deliveries hides a message for 180 s and gives it up after 5 receives', () => {
    expect(queues.DeliveryQueue).toMatchObject({
      VisibilityTimeout: 180,
      RedrivePolicy: { maxReceiveCount: 5, deadLetterTargetArn: arnOf('DeliveryQueueDeadLetters') },
    });
  });

  it.each(Object.entries(queues))('%s keeps messages 14 days, encrypted', (_, queue) => {
    expect(queue).toMatchObject({ MessageRetentionPeriod: 14 * 86_400, SqsManagedSseEnabled: true });
  });

  it.each(Object.keys(queues))('%s is reached over TLS only', (name) => {
    const policies = Object.values(propertiesOf(dev, 'AWS::SQS::QueuePolicy'));

    expect(policies).toContainEqual({
      Queues: [refTo(name)],
      PolicyDocument: expect.objectContaining({
        Statement: [
          expect.objectContaining({
            Effect: 'Deny',
            Action: 'sqs:*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ],
      }),
    });
  });
});

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
      Handler: expect.stringMatching(/^index\.(handler|spool)$/),
    });
  });

  it.each(Object.entries(functions))('%s logs to a group of its own, for 30 days', (name, properties) => {
    const group = name.replace(/Function$/, 'Log');

    expect(properties).toMatchObject({ LoggingConfig: { LogGroup: refTo(group) } });
    expect(propertiesOf(dev, 'AWS::Logs::LogGroup')[group]).toEqual({ RetentionInDays: 30 });
  });

  it('get what they need to know, as references', () => {
    const EVENTS_TABLE = refTo('TablesEvents');
    const TENANT_WEBHOOK_CONFIG_TABLE = refTo('TablesTenantWebhookConfig');
    const DELIVERY_QUEUE_URL = refTo('DeliveryQueue');
    const DELIVERY_DLQ_URL = refTo('DeliveryQueueDeadLetters');
    const METRICS_NAMESPACE = 'Switchyard/switchyard-dev';
    const LOG_LEVEL = 'info';

    // Those of callbacks are in callbacks.test.ts.
    const environments = Object.entries(functions)
      .filter(([name]) => !name.startsWith('Callbacks'))
      .map(([name, { Environment }]) => [name, Environment]);
    expect(Object.fromEntries(environments)).toEqual({
      IngestApiAuthorizerFunction: {
        Variables: { TENANT_IDENTITY_TABLE: refTo('TablesTenantIdentity'), LOG_LEVEL },
      },
      IngestApiHandlerFunction: {
        Variables: {
          EVENTS_TABLE,
          TENANT_WEBHOOK_CONFIG_TABLE,
          DELIVERY_QUEUE_URL,
          CORS_ORIGINS: '*',
          METRICS_NAMESPACE,
          LOG_LEVEL,
        },
      },
      DeliveryWorkerFunction: {
        Variables: {
          EVENTS_TABLE,
          TENANT_WEBHOOK_CONFIG_TABLE,
          DELIVERY_QUEUE_URL,
          DELIVERY_DLQ_URL,
          RETRY_SCHEDULE: '1m,2m,4m,8m,16m',
          MAX_ATTEMPTS: '5',
          DELIVERY_TIMEOUT_MS: '30000',
          ALLOW_LOOPBACK_TARGETS: 'false',
          METRICS_NAMESPACE,
          LOG_LEVEL,
        },
      },
      DeliveryDlqProcessorFunction: {
        Variables: { EVENTS_TABLE, DELIVERY_QUEUE_URL, DELIVERY_DLQ_URL, METRICS_NAMESPACE, LOG_LEVEL },
      },
      ReceiverApiHandlerFunction: {
        Variables: {
          EVENTS_TABLE,
          TENANT_WEBHOOK_CONFIG_TABLE,
          OPERATOR_TOKEN_SECRET_ARN: refTo('ReceiverApiOperatorToken'),
          LOG_LEVEL,
        },
      },
    });
  });

  it('are called by API Gateway for this stack’s APIs, and by nobody else', () => {
    const permissions = Object.values(propertiesOf(dev, 'AWS::Lambda::Permission'));

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

  // Above the concurrency that is reserved, Lambda would receive messages only to throttle them.
  it('has no concurrency reserved: MaximumConcurrency bounds it', () => {
    for (const each of Object.values(propertiesOf(dev, 'AWS::Lambda::Function')))
      expect(each).not.toHaveProperty('ReservedConcurrentExecutions');
  });
});

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
