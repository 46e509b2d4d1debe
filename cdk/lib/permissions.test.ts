import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { nameOf, propertiesOf, synthesize, type Template } from '../testing/synthesize.ts';

const synthesized = await synthesize({ dev: {} });
const template = synthesized('dev');

const list = <T extends z.ZodType>(one: T) => z.union([one.transform((value) => [value]), z.array(one)]);
const getAtt = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const resource = z.union([
  z.string(),
  getAtt.transform(({ 'Fn::GetAtt': [id] }) => nameOf(id)),
  z.object({ Ref: z.string() }).transform(({ Ref }) => nameOf(Ref)),
  // A table's ARN and `/index/…` after it.
  z
    .object({ 'Fn::Join': z.tuple([z.literal(''), z.tuple([getAtt, z.string()])]) })
    .transform(({ 'Fn::Join': [, [{ 'Fn::GetAtt': att }, rest]] }) => `${nameOf(att[0])}${rest}`),
]);
const policySchema = z.object({
  Roles: z.tuple([z.object({ Ref: z.string() })]),
  PolicyDocument: z.object({
    Statement: z.array(
      z.strictObject({
        Effect: z.literal('Allow'),
        Action: list(z.string()),
        Resource: list(resource),
        Condition: z.unknown().optional(),
      }),
    ),
  }),
});

const anyPolicySchema = z.object({
  Roles: z.tuple([z.object({ Ref: z.string() })]),
  PolicyDocument: z.object({
    Statement: z.array(z.object({ Action: z.unknown(), Resource: z.unknown() })),
  }),
});

const policiesOf = (of: Template) =>
  Object.values(propertiesOf(of, 'AWS::IAM::Policy')).map((properties) => policySchema.parse(properties));
const policies = policiesOf(template);

/** By role and resource: what it may do there. Its own log is left out; all functions write theirs. */
function permissionTable(all = policies): Record<string, Record<string, string[]>> {
  const table: Record<string, Record<string, string[]>> = {};
  for (const { Roles, PolicyDocument } of all) {
    const role = nameOf(Roles[0].Ref);
    for (const { Action, Resource } of PolicyDocument.Statement) {
      for (const name of Resource) {
        if (name === role.replace(/Role$/, 'Log')) continue;
        table[role] ??= {};
        table[role][name] = [...(table[role][name] ?? []), ...Action].sort();
      }
    }
  }
  return table;
}

describe('a function may do exactly this:', () => {
  const table = permissionTable();

  it('authorizer', () => {
    expect(table.IngestApiAuthorizerRole).toEqual({
      TablesTenantIdentity: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
    });
  });

  it('ingest-api', () => {
    expect(table.IngestApiHandlerRole).toEqual({
      TablesEvents: [
        'dynamodb:BatchGetItem',
        'dynamodb:BatchWriteItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      'TablesEvents/index/list': ['dynamodb:Query'],
      'TablesEvents/index/attention': ['dynamodb:Query'],
      TablesTenantIdentity: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      'TablesTenantIdentity/index/tenant': ['dynamodb:Query'],
      TablesTenantWebhookConfig: [
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      DeliveryControlQueue: ['sqs:SendMessage'],
      DeliveryQueue: ['sqs:SendMessage'],
    });
  });

  it('worker', () => {
    expect(table.DeliveryWorkerRole).toEqual({
      TablesEvents: [
        'dynamodb:BatchGetItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      'TablesEvents/index/attention': ['dynamodb:Query', 'dynamodb:Scan'],
      'TablesEvents/index/list': ['dynamodb:Query'],
      TablesTenantWebhookConfig: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
      DeliveryEndpointEvents: ['sns:Publish'],
      DeliveryQueue: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:SendMessage'],
      DeliverySlowQueue: ['sqs:SendMessage'],
      DeliveryControlQueue: [
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
        'sqs:SendMessage',
      ],
      DeliveryQueueDeadLetters: ['sqs:SendMessage'],
    });
  });

  it('the slow lane’s function', () => {
    expect(table.DeliverySlowWorkerRole).toEqual({
      TablesEvents: [
        'dynamodb:BatchGetItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      TablesTenantWebhookConfig: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      DeliveryQueue: ['sqs:SendMessage'],
      DeliverySlowQueue: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      DeliveryControlQueue: ['sqs:SendMessage'],
      DeliveryQueueDeadLetters: ['sqs:SendMessage'],
    });
  });

  it('dlq-processor', () => {
    expect(table.DeliveryDlqProcessorRole).toEqual({
      TablesEvents: [
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      'TablesEvents/index/attention': ['dynamodb:Query', 'dynamodb:Scan'],
      'TablesEvents/index/list': ['dynamodb:Query'],
      TablesTenantWebhookConfig: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'],
      DeliveryControlQueue: ['sqs:SendMessage'],
      DeliveryQueue: ['sqs:SendMessage'],
      DeliveryQueueDeadLetters: [
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
      ],
    });
  });

  it('receiver', () => {
    expect(table.ReceiverApiHandlerRole).toEqual({
      TablesEvents: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      TablesTenantWebhookConfig: ['dynamodb:Query'],
      ReceiverApiOperatorToken: ['secretsmanager:GetSecretValue'],
    });
  });

  const CHANNEL_QUEUES = ['Whatsapp', 'Sms', 'Email'].flatMap((channel) => [
    `Callbacks${channel}RepliesQueue`,
    `Callbacks${channel}HandoffQueue`,
  ]);
  const onEach = (names: readonly string[], actions: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, actions]));

  it('webhook-handler', () => {
    expect(table.CallbacksHandlerRole).toEqual({
      TablesEvents: [
        'dynamodb:BatchGetItem',
        'dynamodb:DescribeTable',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      'TablesEvents/index/list': ['dynamodb:Query'],
      TablesTenantWebhookConfig: ['dynamodb:Query'],
      DeliveryQueue: ['sqs:SendMessage'],
      ...onEach([...CHANNEL_QUEUES, 'CallbacksSpoolQueue'], ['sqs:GetQueueAttributes', 'sqs:SendMessage']),
      CallbacksProviderSecrets: ['secretsmanager:GetSecretValue'],
    });
  });

  it('the spool’s function', () => {
    expect(table.CallbacksSpoolHandlerRole).toEqual({
      TablesEvents: [
        'dynamodb:BatchGetItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      'TablesEvents/index/list': ['dynamodb:Query'],
      TablesTenantWebhookConfig: ['dynamodb:Query'],
      DeliveryQueue: ['sqs:SendMessage'],
      ...onEach(CHANNEL_QUEUES, ['sqs:SendMessage']),
      CallbacksSpoolQueue: [
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
        'sqs:SendMessage',
      ],
      CallbacksProviderSecrets: ['secretsmanager:GetSecretValue'],
    });
  });

  it('and there is no other function', () => {
    expect(Object.keys(table)).toHaveLength(8);
  });
});

it('the receiver, which answers anybody, reaches only its own items of the Events table', () => {
  const receiver = policies.find(({ Roles }) => nameOf(Roles[0].Ref) === 'ReceiverApiHandlerRole');
  const statements = receiver?.PolicyDocument.Statement.filter(({ Resource }) =>
    Resource.includes('TablesEvents'),
  );

  expect(statements).toEqual([
    expect.objectContaining({
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['RECEIVER', 'RECEIVER#*'] },
      },
    }),
  ]);
});

it('the authorizer may write the day of a key’s last use, and nothing that decides who may come in', () => {
  const authorizer = policies.find(({ Roles }) => nameOf(Roles[0].Ref) === 'IngestApiAuthorizerRole');
  const writing = authorizer?.PolicyDocument.Statement.filter(({ Action }) =>
    [Action].flat().some((action) => action.startsWith('dynamodb:') && action !== 'dynamodb:GetItem'),
  );

  expect(writing).toEqual([
    expect.objectContaining({
      Action: ['dynamodb:UpdateItem'],
      Condition: {
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['apiKeyHash', 'lastUsedOn'] },
      },
    }),
  ]);
});

it('every function may write to its own log', () => {
  for (const { Roles, PolicyDocument } of policies) {
    expect(PolicyDocument.Statement).toContainEqual({
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: [nameOf(Roles[0].Ref).replace(/Role$/, 'Log')],
    });
  }
});

it('no action and no resource is a wildcard', () => {
  const all = policies.flatMap(({ PolicyDocument }) =>
    PolicyDocument.Statement.flatMap(({ Action, Resource }) => [...Action, ...Resource]),
  );

  expect(all.filter((one) => one.includes('*'))).toEqual([]);
});

it('every role of a function is for Lambda and has no managed policy', () => {
  const roles = Object.entries(propertiesOf(template, 'AWS::IAM::Role')).filter(
    ([name]) => name !== 'ApiLogsRole',
  );

  expect(roles).toHaveLength(8);
  for (const [, role] of roles) {
    expect(role).toEqual({
      AssumeRolePolicyDocument: expect.objectContaining({
        Statement: [
          { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
        ],
      }),
    });
  }
});

describe('a loop over a queue', () => {
  it('is allowed by Lambda to the functions that a message of theirs can come back to, and to no other', () => {
    const table = permissionTable();
    const mappings = Object.values(propertiesOf(template, 'AWS::Lambda::EventSourceMapping')).map(
      (properties) =>
        z
          .object({
            EventSourceArn: getAtt.transform(({ 'Fn::GetAtt': [id] }) => nameOf(id)),
            FunctionName: z.object({ Ref: z.string() }).transform(({ Ref }) => nameOf(Ref)),
          })
          .parse(properties),
    );
    const calledBy = (name: string): string[] =>
      mappings
        .filter(({ EventSourceArn: queue }) =>
          table[name.replace(/Function$/, 'Role')]?.[queue]?.includes('sqs:SendMessage'),
        )
        .map(({ FunctionName }) => FunctionName);
    const reachedBy = (name: string): ReadonlySet<string> => {
      const reached = new Set(calledBy(name));
      for (const next of reached) for (const further of calledBy(next)) reached.add(further);
      return reached;
    };
    const looping = mappings
      .map(({ FunctionName }) => FunctionName)
      .filter((name) => reachedBy(name).has(name));
    const allowed = Object.entries(propertiesOf(template, 'AWS::Lambda::Function'))
      .filter(([, { RecursiveLoop }]) => RecursiveLoop === 'Allow')
      .map(([name]) => name);

    expect([...new Set(looping)].sort()).toEqual([
      'CallbacksSpoolHandlerFunction',
      'DeliverySlowWorkerFunction',
      'DeliveryWorkerFunction',
    ]);
    expect(allowed.sort()).toEqual([...new Set(looping)].sort());
  });
});

describe('certificates of endpoints', () => {
  it('are made, read and deleted below one prefix, by whom it takes, where they are switched on', async () => {
    const on = (await synthesize({ on: { CLIENT_CERTIFICATES: 'true' } }))('on');
    const statements = Object.values(propertiesOf(on, 'AWS::IAM::Policy')).flatMap((properties) => {
      const { Roles, PolicyDocument } = anyPolicySchema.parse(properties);
      return PolicyDocument.Statement.filter(({ Resource }) =>
        JSON.stringify(Resource).includes('client-certificates'),
      ).map(({ Action, Resource }) => ({ role: nameOf(Roles[0].Ref), Action, Resource }));
    });
    const secrets = {
      'Fn::Join': [
        '',
        [
          'arn:',
          { Ref: 'AWS::Partition' },
          ':secretsmanager:',
          { Ref: 'AWS::Region' },
          ':',
          { Ref: 'AWS::AccountId' },
          ':secret:switchyard-dev/client-certificates/*',
        ],
      ],
    };
    const of = (name: string) => `secretsmanager:${name}`;
    expect(statements).toEqual([
      {
        role: 'DeliveryWorkerRole',
        Action: ['DeleteSecret', 'GetSecretValue'].map(of),
        Resource: secrets,
      },
      { role: 'DeliverySlowWorkerRole', Action: of('GetSecretValue'), Resource: secrets },
      { role: 'IngestApiHandlerRole', Action: of('CreateSecret'), Resource: secrets },
    ]);
  });

  it('are known to nothing of the template where they are not', () => {
    expect(JSON.stringify(template)).not.toMatch(/client-certificates|CLIENT_CERTIFICATES/);
  });
});
