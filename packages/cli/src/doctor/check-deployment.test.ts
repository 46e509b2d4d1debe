import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { fakeAccount } from '../../testing/fake-account.ts';
import { awsError, fakeDynamoDb, fakeLambda } from '../../testing/fake-client.ts';
import { checkFunctions } from './check-functions.ts';
import { checkQueues } from './check-queues.ts';
import { checkReachable, type Fetch } from './check-reachable.ts';
import { checkDeployed, checkOutputs } from './check-stack.ts';
import { checkTables } from './check-tables.ts';

const NOTHING = { functions: {}, queueUrls: {}, tables: {}, secrets: {} };
const missing = (name: string) => () => {
  throw awsError(name);
};

describe('the stack', () => {
  it.each([
    ['UPDATE_COMPLETE', 'ok'],
    ['UPDATE_IN_PROGRESS', 'warn'],
    ['UPDATE_ROLLBACK_COMPLETE', 'warn'],
    ['UPDATE_ROLLBACK_FAILED', 'fail'],
    ['ROLLBACK_COMPLETE', 'warn'],
    ['CREATE_FAILED', 'fail'],
  ])('that is %s is %s', async (StackStatus, state) => {
    const stacks = () => ({
      Stacks: [{ StackStatus, LastUpdatedTime: new Date(0), EnableTerminationProtection: true }],
    });
    expect(await checkDeployed('switchyard-prod', fakeAccount({ stacks }))).toMatchObject([
      { state, detail: `switchyard-prod is ${StackStatus}, last changed 1970-01-01T00:00:00Z` },
    ]);
  });

  it.each([
    ['switchyard-prod', false, ['deployed', 'protection']],
    [
      'arn:aws:cloudformation:eu-west-1:123456789012:stack/switchyard-prod/1',
      false,
      ['deployed', 'protection'],
    ],
    ['switchyard-prod', true, ['deployed']],
    ['switchyard-dev', false, ['deployed']],
    ['prod-like-dev', false, ['deployed']],
  ])('of production is warned of while nothing protects it: %s, %s', async (stack, isProtected, found) => {
    const stacks = () => ({
      Stacks: [{ StackStatus: 'CREATE_COMPLETE', EnableTerminationProtection: isProtected }],
    });
    const findings = await checkDeployed(stack, fakeAccount({ stacks }));

    expect(findings.map(({ check }) => check)).toEqual(found);
    expect(findings[1]?.state ?? 'warn').toBe('warn');
  });

  it('that names less than this version knows is older', () => {
    expect(checkOutputs({ kind: 'stack', named: NOTHING })).toMatchObject({
      state: 'warn',
      detail: expect.stringContaining('callback-spool'),
      fix: 'npx -y pnpm run deploy',
    });
  });
});

describe('tables', () => {
  const named = { ...NOTHING, tables: { Events: 'events-1' } };
  const ACTIVE = { Table: { TableStatus: 'ACTIVE' } };
  const RECOVERABLE = { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' } };
  const EXPIRING = { TimeToLiveStatus: 'ENABLED' };
  const check = (
    answer: Readonly<Record<string, unknown>> | (() => never),
    kind: 'local' | 'stack' = 'stack',
  ) =>
    checkTables({
      kind,
      named,
      dynamoDb: fakeDynamoDb(typeof answer === 'function' ? answer : () => answer),
    });

  it('that serve, expire and can be restored are fine', async () => {
    const answer = { ...ACTIVE, ContinuousBackupsDescription: RECOVERABLE, TimeToLiveDescription: EXPIRING };
    expect(await check(answer)).toEqual([
      { check: 'Events', state: 'ok', detail: 'is ACTIVE', fix: undefined },
    ]);
  });

  it('without recovery or expiry are warned of', async () => {
    expect(await check(ACTIVE)).toMatchObject([
      { state: 'ok' },
      { state: 'warn', detail: 'has no point-in-time recovery' },
      { state: 'warn', detail: expect.stringContaining('nothing in it expires') },
    ]);
  });

  it('with an index that is being built are warned of', async () => {
    const Table = {
      TableStatus: 'ACTIVE',
      GlobalSecondaryIndexes: [{ IndexName: 'list', IndexStatus: 'CREATING' }],
    };
    expect((await check({ Table }))[0]).toMatchObject({
      state: 'warn',
      detail: 'its index list is CREATING',
    });
  });

  it('that are gone fail', async () => {
    expect(await check(missing('ResourceNotFoundException'))).toMatchObject([
      { check: 'Events', state: 'fail', detail: 'there is no table events-1' },
    ]);
  });

  it('that may not be looked at fail with the reason', async () => {
    expect(await check(missing('AccessDeniedException'))).toMatchObject([
      { state: 'fail', detail: expect.stringContaining('AWS does not allow you this') },
    ]);
  });

  it('of the local stack are asked only what it knows', async () => {
    expect(await check(ACTIVE, 'local')).toMatchObject([
      { state: 'ok' },
      { check: 'backups', state: 'skipped' },
    ]);
  });
});

describe('queues', () => {
  function check(depths: Readonly<Record<string, number>>) {
    const sqs = new SQSClient({ region: 'eu-west-1' });
    mockClient(sqs)
      .onAnyCommand()
      .callsFake(async ({ QueueUrl }: { QueueUrl: string }) => {
        const depth = depths[QueueUrl];
        if (depth === undefined) throw awsError('QueueDoesNotExist');
        return { Attributes: { ApproximateNumberOfMessages: String(depth) } };
      });
    const names = ['delivery', 'delivery-dlq', 'callback-spool', 'sms-replies', 'sms-replies-dlq'];
    const queueUrls = Object.fromEntries(names.map((name) => [name, name]));
    return checkQueues({ sqs, named: { ...NOTHING, queueUrls } });
  }
  const EMPTY = {
    delivery: 0,
    'delivery-dlq': 0,
    'callback-spool': 0,
    'sms-replies': 0,
    'sms-replies-dlq': 0,
  };

  it('with work in them are fine', async () => {
    expect(await check({ ...EMPTY, delivery: 7, 'sms-replies': 2 })).toMatchObject([
      { state: 'ok', detail: '5 queues: about 9 waiting, 0 under way, 0 delayed' },
    ]);
  });

  it.each([
    ['delivery-dlq', 1, 'about 1 delivery given up', 'dlq requeue'],
    ['delivery-dlq', 2, 'about 2 deliveries given up', 'dlq peek'],
    ['callback-spool', 3, 'about 3 callbacks not recorded yet', 'callback-spool'],
    ['sms-replies-dlq', 1, 'about 1 message that its consumer could not process', 'start-message-move-task'],
  ])('warn of what lies in %s, with what to do', async (name, depth, detail, fix) => {
    const findings = await check({ ...EMPTY, [name]: depth });
    expect(findings.slice(1)).toMatchObject([
      { check: name, state: 'warn', detail, fix: expect.stringContaining(fix) },
    ]);
  });

  it('that are gone fail', async () => {
    const { delivery: _gone, ...rest } = EMPTY;
    expect((await check(rest)).slice(1)).toMatchObject([{ check: 'delivery', state: 'fail' }]);
  });
});

describe('functions', () => {
  const named = { ...NOTHING, functions: { worker: 'Worker-1', receiver: 'Receiver-1' } };
  const check = (answer: (name: unknown) => unknown, kind: 'local' | 'stack' = 'stack') => {
    const lambda = fakeLambda(({ FunctionName }) => answer(FunctionName));
    return { findings: checkFunctions({ kind, named, lambda: lambda.client }), sent: lambda.sent };
  };

  it('that are active are fine', async () => {
    expect(await check(() => ({ State: 'Active', LastUpdateStatus: 'Successful' })).findings).toMatchObject([
      { state: 'ok', detail: '2 functions can run' },
    ]);
  });

  it.each([
    [{ State: 'Failed', StateReason: 'no such image' }, 'is Failed: no such image'],
    [{ State: 'Active', LastUpdateStatus: 'Failed' }, 'its last update failed: no reason given'],
  ])('that cannot run are warned of: %j', async (state, detail) => {
    const { findings } = check((name) => (name === 'Worker-1' ? state : { State: 'Active' }));
    expect(await findings).toMatchObject([
      { state: 'ok', detail: '1 function can run' },
      { check: 'worker', state: 'warn', detail },
    ]);
  });

  it('that are gone fail', async () => {
    expect(await check(missing('ResourceNotFoundException')).findings).toMatchObject([
      { check: 'worker', state: 'fail', detail: 'there is no function Worker-1' },
      { check: 'receiver', state: 'fail' },
    ]);
  });

  it('of the local stack are asked without being run', async () => {
    const { findings, sent } = check(() => ({}), 'local');
    expect(await findings).toMatchObject([{ state: 'ok' }]);
    expect(sent()).toMatchObject([
      { input: { InvocationType: 'DryRun' } },
      { input: { InvocationType: 'DryRun' } },
    ]);
  });
});

describe('over HTTP', () => {
  const URLS = { hooksUrl: 'https://hooks.example.com', receiverUrl: 'https://receiver.example.com' };
  const fine = (url: string) => Response.json({}, { status: url.endsWith('/v1/events') ? 401 : 200 });
  const check = (answer: (url: string) => Response = fine) => {
    const fetch: Fetch = async (url) => answer(url);
    return checkReachable(URLS, fetch);
  };

  it('both APIs answer, and refuse who has no token', async () => {
    expect(await check()).toMatchObject([
      {
        check: 'callbacks',
        state: 'ok',
        detail: expect.stringContaining('/webhooks/health?deep=1 answers 200'),
      },
      { check: 'API', state: 'ok', detail: expect.stringContaining('answers 401') },
      { check: 'receiver', state: 'ok', detail: expect.stringContaining('receiver.example.com/health') },
    ]);
  });

  it('the parts that do not answer are named', async () => {
    const checks = { table: 'ok', secrets: 'failing', sms_replies: 'failing' };
    const [callbacks] = await check((url) =>
      url.includes('deep=1') ? Response.json({ checks }, { status: 503 }) : fine(url),
    );
    expect(callbacks).toMatchObject({
      state: 'fail',
      detail: expect.stringMatching(/503: failing: secrets, sms_replies$/),
    });
  });

  it('an answer that is no JSON is a failure all the same', async () => {
    const [callbacks] = await check((url) =>
      url.includes('deep=1') ? new Response('<html>', { status: 502 }) : fine(url),
    );
    expect(callbacks).toMatchObject({ state: 'fail', detail: expect.stringMatching(/answers 502$/) });
  });

  it('an API that lets everybody in fails', async () => {
    const [, api] = await check(() => Response.json({}));
    expect(api).toMatchObject({
      check: 'API',
      state: 'fail',
      detail: expect.stringContaining('answers 200'),
    });
  });

  it('says why nothing answers', async () => {
    const [, , receiver] = await check((url) => {
      if (!url.includes('receiver')) return fine(url);
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }) });
    });
    expect(receiver).toMatchObject({
      state: 'fail',
      detail: expect.stringMatching(/does not answer: ENOTFOUND$/),
    });
  });
});
