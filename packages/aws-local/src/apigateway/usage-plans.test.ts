import { beforeEach, describe, expect, it } from '@jest/globals';
import { loadStack } from '../template/load-stack.ts';
import { createControlApi } from './control-api.ts';
import { createUsagePlans } from './usage-plans.ts';

const MIDNIGHT = Date.parse('2026-11-28T00:00:00.000Z');
let now = MIDNIGHT - 1_000;
beforeEach(() => {
  now = MIDNIGHT - 1_000;
});

const resource = (Type: string, Properties: Record<string, unknown>) => ({ Type, Properties, DependsOn: [] });
const stages = [{ ApiId: { Ref: 'Api' }, Stage: 'prod' }];
const stack = loadStack(
  {
    Parameters: {},
    Conditions: {},
    Mappings: {},
    Outputs: {},
    Resources: {
      Api: resource('AWS::ApiGateway::RestApi', { Name: 'api' }),
      Free: resource('AWS::ApiGateway::UsagePlan', { ApiStages: stages }),
      Small: resource('AWS::ApiGateway::UsagePlan', {
        ApiStages: stages,
        Throttle: { RateLimit: 1, BurstLimit: 2 },
        Quota: { Limit: 3, Period: 'DAY' },
      }),
      Other: resource('AWS::ApiGateway::UsagePlan', { ApiStages: [], Quota: { Limit: 1, Period: 'MONTH' } }),
      Key: resource('AWS::ApiGateway::ApiKey', { Value: 'the-key-of-the-template' }),
      Off: resource('AWS::ApiGateway::ApiKey', { Value: 'the-key-that-is-off', Enabled: false }),
      InFree: resource('AWS::ApiGateway::UsagePlanKey', {
        KeyId: { Ref: 'Key' },
        UsagePlanId: { Ref: 'Free' },
        KeyType: 'API_KEY',
      }),
      OffInFree: resource('AWS::ApiGateway::UsagePlanKey', {
        KeyId: { Ref: 'Off' },
        UsagePlanId: { Ref: 'Free' },
        KeyType: 'API_KEY',
      }),
    },
  },
  { stackName: 'test', region: 'us-east-1', awsUrl: 'http://127.0.0.1' },
);
const refOf = (logicalId: string): string =>
  stack.resources.find((each) => each.logicalId === logicalId)?.identity.ref ?? '';

function setUp(refusal?: string) {
  const usagePlans = createUsagePlans(stack, () => now);
  const api = createControlApi({
    region: 'us-east-1',
    usagePlans,
    authorize: () => refusal,
    now: () => now,
  });
  const call = async (method: string, path: string, body: object = {}) => {
    const answer = await api({
      method,
      path,
      headers: {},
      body: JSON.stringify(body),
      gone: new AbortController().signal,
    });
    return { status: answer?.status, body: JSON.parse(String(answer?.body || '{}')) };
  };
  const admit = (value: string | undefined) => {
    const admission = usagePlans.admit(refOf('Api'), 'prod', value);
    return admission.kind === 'refused' ? admission.type : 'admitted';
  };
  /** Makes a key on the small plan. */
  const join = async (name: string) => {
    const { body } = await call('POST', '/apikeys', { name, enabled: true });
    await call('POST', `/usageplans/${refOf('Small')}/keys`, { keyId: body.id, keyType: 'API_KEY' });
    return body;
  };
  return { usagePlans, call, admit, join };
}

describe('an API key of a usage plan', () => {
  it.each([
    ['the template', 'the-key-of-the-template', 'admitted'],
    ['nobody', 'unknown', 'INVALID_API_KEY'],
    ['a request without one', undefined, 'INVALID_API_KEY'],
    ['one that is switched off', 'the-key-that-is-off', 'INVALID_API_KEY'],
  ])('is that of %s', (_, value, expected) => {
    expect(setUp().admit(value)).toBe(expected);
  });

  it('that is in no plan of the stage is refused', async () => {
    const { call, admit } = setUp();
    const { body } = await call('POST', '/apikeys', { name: 'loose', enabled: true });
    expect(admit(body.value)).toBe('INVALID_API_KEY');
  });

  it('is throttled by its own rate, then has its own quota until midnight UTC', async () => {
    const { join, admit } = setUp();
    const [one, other] = [await join('one'), await join('other')];
    expect([admit(one.value), admit(one.value), admit(one.value)]).toEqual([
      'admitted',
      'admitted',
      'THROTTLED',
    ]);
    expect(admit(other.value)).toBe('admitted');
    now = MIDNIGHT - 1;
    expect(admit(one.value)).toBe('THROTTLED');
    now = MIDNIGHT + 5_000;
    expect([admit(one.value), admit(one.value)]).toEqual(['admitted', 'admitted']);
    now += 2_000;
    expect([admit(one.value), admit(one.value)]).toEqual(['admitted', 'QUOTA_EXCEEDED']);
    now = MIDNIGHT + 86_400_000;
    expect(admit(one.value)).toBe('admitted');
  });
});

describe('API Gateway’s own API', () => {
  it('finds keys by the beginning of their names, page by page, with values where they are asked for', async () => {
    const { call, join } = setUp();
    await join('owner/a');
    await join('owner/b');
    const { body } = await call('GET', '/apikeys?name=owner%2F&includeValues=true&limit=1');
    expect(body).toEqual({ item: [expect.objectContaining({ name: 'owner/a' })], position: '1' });
    expect(body.item[0].value).toMatch(/^.{20,}$/);
    const next = await call('GET', '/apikeys?name=owner%2F&limit=1&position=1');
    expect(next.body.item).toEqual([expect.objectContaining({ name: 'owner/b' })]);
    expect(next.body).not.toHaveProperty('position');
    expect(next.body.item[0]).not.toHaveProperty('value');
  });

  it('puts a key in one plan of a stage, and no second time', async () => {
    const { call, join } = setUp();
    const { id } = await join('one');
    for (const plan of ['Small', 'Free']) {
      const put = await call('POST', `/usageplans/${refOf(plan)}/keys`, { keyId: id, keyType: 'API_KEY' });
      expect(put.status).toBe(409);
    }
    const listed = await call('GET', `/usageplans/${refOf('Small')}/keys`);
    expect(listed.body.item).toEqual([expect.objectContaining({ id, name: 'one', type: 'API_KEY' })]);
  });

  it('tells the limits of a plan and what is used of its quota', async () => {
    const { call, join, admit } = setUp();
    const { id, value } = await join('one');
    admit(value);
    expect((await call('GET', `/usageplans/${refOf('Small')}`)).body).toMatchObject({
      throttle: { rateLimit: 1, burstLimit: 2 },
      quota: { limit: 3, period: 'DAY' },
    });
    const usage = `/usageplans/${refOf('Small')}/usage?keyId=${id}`;
    const { body } = await call('GET', `${usage}&startDate=2026-11-26&endDate=2026-11-27`);
    expect(body.values).toEqual({
      [id]: [
        [0, 3],
        [1, 2],
      ],
    });
  });

  it('forgets a key that is deleted', async () => {
    const { call, join, admit } = setUp();
    const { id, value } = await join('one');
    expect((await call('DELETE', `/apikeys/${id}`)).status).toBe(202);
    expect(admit(value)).toBe('INVALID_API_KEY');
    expect((await call('DELETE', `/apikeys/${id}`)).status).toBe(404);
  });

  it.each([
    ['POST', '/apikeys', { value: 'short' }, 400],
    ['POST', '/apikeys', { value: 'the-key-of-the-template' }, 409],
    ['GET', '/usageplans/none', {}, 404],
    ['POST', '/usageplans/none/keys', { keyId: 'x', keyType: 'API_KEY' }, 404],
    ['PATCH', '/apikeys/x', {}, 400],
  ])('refuses %s %s %j', async (method, path, body, status) => {
    expect((await setUp().call(method, path, body)).status).toBe(status);
  });

  it('is refused to who is not allowed it, and is not for other paths', async () => {
    expect((await setUp('no').call('GET', '/apikeys')).status).toBe(403);
    expect((await setUp().call('GET', '/other')).status).toBeUndefined();
  });

  it('names what of a plan is not emulated', () => {
    expect(setUp().usagePlans.unsupported).toEqual(['Other: a quota by the month']);
  });
});
