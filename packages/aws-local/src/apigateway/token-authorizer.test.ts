import { describe, expect, it } from '@jest/globals';
import { parsePolicyDocument } from '../iam/statement.ts';
import { createTokenAuthorizer } from './token-authorizer.ts';

const ARN = 'arn:aws:execute-api:eu-west-1:000000000000:api/prod';
const policy = (Effect: string, Resource: string) => ({
  Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }],
});

function setUp(
  answer: unknown,
  { ttlSeconds = 300, functionError = false, apiPolicy = [] as unknown[] } = {},
) {
  const events: unknown[] = [];
  let time = 0;
  const authorizeRequest = createTokenAuthorizer(
    {
      id: 'a',
      functionArn: 'arn',
      identityHeader: 'Authorization',
      validation: /^(?:Bearer .+)$/,
      ttlSeconds,
    },
    async (event) => {
      events.push(event);
      const failed = functionError ? { functionError: 'Unhandled' as const } : {};
      return { requestId: 'r', payload: JSON.stringify(answer), logs: [], durationMs: 1, ...failed };
    },
    () => time,
    parsePolicyDocument({ Statement: apiPolicy }),
  );
  const authorize = (token: string | undefined, resource: string) =>
    authorizeRequest(token, {
      action: 'execute-api:Invoke',
      resource,
      context: { 'aws:sourceip': '192.0.2.1' },
    });
  const pass = (seconds: number): void => {
    time += seconds * 1000;
  };
  return { authorize, events, pass };
}
const everything = {
  principalId: 'me',
  policyDocument: policy('Allow', `${ARN}/*`),
  context: { admin: true, n: 1 },
};

it('the function is asked with the token and the method, and its context comes back as text', async () => {
  const { authorize, events } = setUp(everything);
  expect(await authorize('Bearer x', `${ARN}/GET/v1`)).toEqual({
    kind: 'allowed',
    context: { principalId: 'me', admin: 'true', n: '1', integrationLatency: 0 },
  });
  expect(events).toEqual([{ type: 'TOKEN', methodArn: `${ARN}/GET/v1`, authorizationToken: 'Bearer x' }]);
});

it('without a token, or with one of another form, the function is not asked', async () => {
  const { authorize, events } = setUp(everything);
  for (const token of [undefined, '', 'Basic x']) {
    expect(await authorize(token, `${ARN}/GET/v1`)).toEqual({ kind: 'refused', type: 'UNAUTHORIZED' });
  }
  expect(events).toEqual([]);
});

describe('the cache', () => {
  it('an answer serves all methods for as long as it lives', async () => {
    const { authorize, events, pass } = setUp(everything);
    await authorize('Bearer x', `${ARN}/GET/v1`);
    pass(299);
    await authorize('Bearer x', `${ARN}/POST/v2`);
    expect(events).toHaveLength(1);
    pass(2);
    await authorize('Bearer x', `${ARN}/POST/v2`);
    await authorize('Bearer y', `${ARN}/POST/v2`);
    expect(events).toHaveLength(3);
  });

  it('a policy for one method refuses the next one from the cache', async () => {
    const { authorize } = setUp({ ...everything, policyDocument: policy('Allow', `${ARN}/GET/v1`) });
    expect(await authorize('Bearer x', `${ARN}/GET/v1`)).toMatchObject({ kind: 'allowed' });
    expect(await authorize('Bearer x', `${ARN}/POST/v1`)).toMatchObject({
      kind: 'refused',
      type: 'ACCESS_DENIED',
    });
  });

  it('a time to live of 0 keeps nothing', async () => {
    const { authorize, events } = setUp(everything, { ttlSeconds: 0 });
    await authorize('Bearer x', ARN);
    await authorize('Bearer x', ARN);
    expect(events).toHaveLength(2);
  });
});

describe('with a policy of the API itself', () => {
  const oneMethod = { ...everything, policyDocument: policy('Allow', `${ARN}/GET/v1`) };
  const denied = { ...everything, policyDocument: policy('Deny', '*') };
  const apiPolicy = policy('Allow', '*').Statement;

  it('what either allows is allowed', async () => {
    const { authorize } = setUp(oneMethod, { apiPolicy });
    expect(await authorize('Bearer x', `${ARN}/POST/v1`)).toMatchObject({ kind: 'allowed' });
  });

  it('what the authorizer denies is refused', async () => {
    const { authorize } = setUp(denied, { apiPolicy });
    expect(await authorize('Bearer x', ARN)).toMatchObject({ kind: 'refused', type: 'ACCESS_DENIED' });
  });
});

describe('refusals', () => {
  it.each([
    [
      'an explicit deny',
      { principalId: 'me', policyDocument: policy('Deny', '*') },
      {
        type: 'ACCESS_DENIED',
        message: 'User is not authorized to access this resource with an explicit deny',
      },
    ],
    ['no principal', { policyDocument: policy('Allow', '*') }, { type: 'AUTHORIZER_CONFIGURATION_ERROR' }],
    [
      'a policy without statements',
      { principalId: 'me', policyDocument: {} },
      { type: 'AUTHORIZER_CONFIGURATION_ERROR' },
    ],
    [
      'an object in the context',
      { ...everything, context: { nested: {} } },
      { type: 'AUTHORIZER_CONFIGURATION_ERROR' },
    ],
    ['no object at all', 'yes', { type: 'AUTHORIZER_CONFIGURATION_ERROR' }],
  ])('%s', async (_title, answer, expected) => {
    expect(await setUp(answer).authorize('Bearer x', ARN)).toEqual({ kind: 'refused', ...expected });
  });

  it('the error "Unauthorized" is 401, any other an error of the configuration, and neither is kept', async () => {
    const unauthorized = setUp({ errorMessage: 'Unauthorized' }, { functionError: true });
    expect(await unauthorized.authorize('Bearer x', ARN)).toEqual({ kind: 'refused', type: 'UNAUTHORIZED' });
    await unauthorized.authorize('Bearer x', ARN);
    expect(unauthorized.events).toHaveLength(2);
    const broken = setUp({ errorMessage: 'boom' }, { functionError: true });
    expect(await broken.authorize('Bearer x', ARN)).toEqual({
      kind: 'refused',
      type: 'AUTHORIZER_CONFIGURATION_ERROR',
    });
  });
});
