import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createApiKey, hashApiKey } from '@switchyard/core/tenants';
import { aKey } from '@switchyard/core/testing';
import type { Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';

Object.assign(process.env, {
  TENANT_IDENTITY_TABLE: 'TenantIdentity',
  LOG_LEVEL: 'silent',
  DEFAULT_USAGE_KEY: 'the-key-of-no-limits-of-its-own',
  PLANS: 'trial=5/10/100',
  PORTAL_ROUTES: 'always:GET/v1/portal-session,read:GET/v1/events/*,full:POST/v1/events/*/retry',
});
const { handler } = await import('./handler.ts');
const dynamodb = mockClient(DynamoDBClient);
// The class is mocked, which the next test file has as well.
afterAll(() => {
  dynamodb.restore();
});
beforeEach(() => {
  dynamodb.reset();
  dynamodb.on(UpdateItemCommand).resolves({});
});

const apiKey = createApiKey((size) => Buffer.alloc(size, 10));
const identity = aKey({ apiKeyHash: hashApiKey(apiKey) });
const context: Context = {
  awsRequestId: 'request-1',
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'authorizer',
  functionVersion: '1',
  invokedFunctionArn: 'arn',
  memoryLimitInMB: '256',
  logGroupName: 'g',
  logStreamName: 's',
  getRemainingTimeInMillis: () => 1_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};
const call = (authorizationToken = `Bearer ${apiKey}`) =>
  handler(
    {
      type: 'TOKEN',
      authorizationToken,
      methodArn: 'arn:aws:execute-api:eu-west-1:1:abc/dev/GET/v1/events',
    },
    context,
  );

describe('the authorizer as deployed', () => {
  it('lets a tenant in and says which, on which plan, by which key', async () => {
    dynamodb.on(GetItemCommand).resolves({ Item: marshall(identity) });
    expect(await call()).toMatchObject({
      principalId: 'acme',
      policyDocument: { Statement: [{ Effect: 'Allow' }] },
      context: { tenantId: 'acme', plan: 'standard', keyId: 'key_1' },
    });
  });

  it.each([
    ['on a plan', { plan: 'trial', usageIdentifierKey: 'its-own-key' }, 'its-own-key'],
    ['from before there were plans', {}, 'the-key-of-no-limits-of-its-own'],
    ['on a plan, but not yet counted', { plan: 'trial' }, 'the-key-of-no-limits-of-its-own'],
    [
      'whose plan was taken away',
      { plan: 'gone', usageIdentifierKey: 'its-own-key' },
      'the-key-of-no-limits-of-its-own',
    ],
  ])('says what API Gateway counts a tenant under: %s', async (_, changes, usageIdentifierKey) => {
    dynamodb.on(GetItemCommand).resolves({ Item: marshall({ ...identity, ...changes }) });
    expect(await call()).toMatchObject({ usageIdentifierKey });
  });

  describe('gives a link to the portal', () => {
    const stage = 'arn:aws:execute-api:eu-west-1:1:abc/dev';
    const { plan: _, ...key } = identity;
    const link = {
      ...key,
      role: 'portal',
      access: 'full',
      expiresAt: '9999-01-01T00:00:00.000Z',
      forgetAt: 1,
    };

    it.each([
      ['full', ['GET/v1/portal-session', 'GET/v1/events/*', 'POST/v1/events/*/retry']],
      ['read', ['GET/v1/portal-session', 'GET/v1/events/*']],
    ])('what it may do: %s', async (access, routes) => {
      dynamodb.on(GetItemCommand).resolves({ Item: marshall({ ...link, access }) });
      expect(await call()).toEqual({
        principalId: 'acme',
        policyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'execute-api:Invoke',
              Resource: routes.map((route) => `${stage}/${route}`),
            },
          ],
        },
        context: {
          tenantId: 'acme',
          keyId: 'key_1',
          role: 'portal',
          access,
          expiresAt: link.expiresAt,
          state: 'open',
        },
        usageIdentifierKey: 'the-key-of-no-limits-of-its-own',
      });
    });

    it.each([
      ['revoked', { status: 'REVOKED' }],
      ['expired', { expiresAt: '2020-01-01T00:00:00.000Z' }],
      ['suspended', { status: 'SUSPENDED' }],
    ])('that is %s only what says so', async (state, changes) => {
      dynamodb.on(GetItemCommand).resolves({ Item: marshall({ ...link, ...changes }) });
      expect(await call()).toMatchObject({
        policyDocument: { Statement: [{ Effect: 'Allow', Resource: `${stage}/GET/v1/portal-session` }] },
        context: { state },
      });
    });
  });

  it('reads the table of API keys and nothing else, once the use of the key is noted', async () => {
    dynamodb.on(GetItemCommand).resolves({ Item: marshall({ ...identity, lastUsedOn: '9999-12-31' }) });
    await call();
    expect(dynamodb.calls().map((made) => made.args[0].input)).toEqual([
      { TableName: 'TenantIdentity', Key: marshall({ apiKeyHash: hashApiKey(apiKey) }) },
    ]);
  });

  it('denies a suspended tenant, which API Gateway answers with 403', async () => {
    dynamodb.on(GetItemCommand).resolves({ Item: marshall({ ...identity, status: 'SUSPENDED' }) });
    expect(await call()).toMatchObject({ policyDocument: { Statement: [{ Effect: 'Deny' }] } });
  });

  it.each([
    ['unknown', undefined],
    ['revoked', { ...identity, status: 'REVOKED' }],
    ['edited into what is no key', { ...identity, plan: 7 }],
    ['expired', { ...identity, expiresAt: '2020-01-01T00:00:00.000Z' }],
  ])('throws the one message that API Gateway answers with 401 when a token is %s', async (_, Item) => {
    dynamodb.on(GetItemCommand).resolves(Item === undefined ? {} : { Item: marshall(Item) });
    await expect(call()).rejects.toThrow(/^Unauthorized$/);
  });

  it('throws that message also for what is no token', async () => {
    await expect(call('Bearer nonsense')).rejects.toThrow(/^Unauthorized$/);
  });

  it('throws another message when DynamoDB fails, which is no 401', async () => {
    dynamodb.on(GetItemCommand).rejects(new Error('throttled'));
    await expect(call()).rejects.toThrow(/^throttled$/);
  });
});
