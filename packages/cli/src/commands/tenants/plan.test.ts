import {
  APIGatewayClient,
  ConflictException,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  GetApiKeysCommand,
  GetUsageCommand,
  GetUsagePlanCommand,
  GetUsagePlanKeysCommand,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, it } from '@jest/globals';
import { aKey } from '@switchyard/core/testing';
import { mockClient } from 'aws-sdk-client-mock';
import { presentation } from '../../../testing/builders.ts';
import { testSession } from '../../../testing/test-session.ts';
import { checkPlans } from '../../doctor/check-plans.ts';
import { tenantsCreate } from './create.ts';
import { tenantsPlan } from './plan.ts';

const VALUE = 'a-value-that-nobody-guesses';
const NAME = 'switchyard/plan-id/acme';
const conflict = new ConflictException({ message: 'it is there', $metadata: {} });

function setUp(keys = [aKey()]) {
  const apiGateway = new APIGatewayClient({ region: 'us-east-1' });
  const aws = mockClient(apiGateway);
  aws.on(GetApiKeysCommand).resolves({ items: [] });
  aws.on(CreateApiKeyCommand).resolves({ id: 'k1', value: VALUE });
  aws.on(CreateUsagePlanKeyCommand).resolves({});
  aws.on(GetUsagePlanCommand).resolves({ throttle: { rateLimit: 5, burstLimit: 10 }, quota: { limit: 100 } });
  aws.on(GetUsageCommand).resolves({ items: { k1: [[7, 93]] } });
  aws.on(GetUsagePlanKeysCommand).resolves({ items: [{ id: 'k1', value: VALUE }] });
  const deployment = { usagePlans: new Map([['trial', 'plan-id']]), apiGateway };
  const test = testSession({ keys, deployment });
  const sent = (command: { readonly name: string }) =>
    aws.calls().filter(({ args: [each] }) => each.constructor.name === command.name).length;
  return { aws, ...test, sent };
}
const known = { items: [{ id: 'k1', name: NAME, value: VALUE, createdDate: new Date(0) }] };

describe('tenants plan', () => {
  it('makes the tenant’s key in the plan before any of its API keys says so', async () => {
    const { session, aws, keys } = setUp([aKey(), aKey({ keyId: 'key_2', apiKeyHash: 'b'.repeat(64) })]);
    aws.on(CreateUsagePlanKeyCommand).callsFake(() => {
      expect(keys()).toMatchObject([{ plan: 'standard' }, { plan: 'standard' }]);
      return {};
    });
    const answer = await tenantsPlan.run(session, { tenantId: 'acme', plan: 'trial' });

    expect(answer).toMatchObject({ plan: 'trial', plan_before: 'standard', changed_keys: 2 });
    const counted = { plan: 'trial', usageIdentifierKey: VALUE };
    expect(keys()).toMatchObject([counted, counted]);
    expect(JSON.stringify(answer)).not.toContain(VALUE);
  });

  it('run again after it stopped half way makes no second key', async () => {
    const { session, aws, keys, sent } = setUp();
    aws.on(GetApiKeysCommand).resolves(known);
    aws.on(CreateUsagePlanKeyCommand).rejects(conflict);
    await tenantsPlan.run(session, { tenantId: 'acme', plan: 'trial' });
    expect(keys()).toMatchObject([{ plan: 'trial', usageIdentifierKey: VALUE }]);
    expect(sent(CreateApiKeyCommand)).toBe(0);
  });

  it('takes the key of another tenant for nobody’s, whose name only begins so', async () => {
    const { session, aws, sent } = setUp();
    aws.on(GetApiKeysCommand).resolves({ items: [{ ...known.items[0], name: `${NAME}-2` }] });
    await tenantsPlan.run(session, { tenantId: 'acme', plan: 'trial' });
    expect(sent(CreateApiKeyCommand)).toBe(1);
  });

  it('changes nothing when API Gateway refuses', async () => {
    const { session, aws, keys } = setUp();
    aws.on(CreateApiKeyCommand).rejects(new Error('no room for another key'));
    await expect(tenantsPlan.run(session, { tenantId: 'acme', plan: 'trial' })).rejects.toThrow('no room');
    expect(keys()).toEqual([aKey()]);
  });

  it('takes the limits from a tenant that is put on standard', async () => {
    const { session, keys } = setUp([aKey({ plan: 'trial', usageIdentifierKey: VALUE })]);
    const answer = await tenantsPlan.run(session, { tenantId: 'acme', plan: 'standard' });
    expect(keys()).toEqual([aKey()]);
    expect(tenantsPlan.text(answer, presentation)).toContain('without limits of its own');
  });

  it('shows the plan, its limits and what is used today', async () => {
    const { session, aws, sent } = setUp([aKey({ plan: 'trial', usageIdentifierKey: VALUE })]);
    aws.on(GetApiKeysCommand).resolves(known);
    const answer = await tenantsPlan.run(session, { tenantId: 'acme' });
    expect(tenantsPlan.text(answer, presentation)).toBe(
      'Tenant acme is on plan trial: 5 requests a second, 10 at once, 100 a day, 7 used today.',
    );
    expect(sent(CreateUsagePlanKeyCommand)).toBe(0);
  });

  it.each([
    ['there is none of this name', new Map([['trial', 'plan-id']]), /no plan gold.*trial, standard/],
    ['the deployment has none', new Map(), /Set PLANS and deploy/],
  ])('refuses a plan where %s', async (_, usagePlans, message) => {
    const { session } = testSession({ keys: [aKey()], deployment: { usagePlans } });
    await expect(tenantsPlan.run(session, { tenantId: 'acme', plan: 'gold' })).rejects.toThrow(message);
  });
});

describe('tenants create', () => {
  const input = { tenantId: 'acme', targetUrl: 'https://hooks.example.com/a' };

  it('puts the tenant on its plan before its key works', async () => {
    const { session, keys } = setUp([]);
    await tenantsCreate.run(session, { ...input, plan: 'trial' });
    expect(keys()).toMatchObject([{ plan: 'trial', usageIdentifierKey: VALUE }]);
  });

  it('makes nothing of a tenant that exists', async () => {
    const { session, sent } = setUp();
    await expect(tenantsCreate.run(session, { ...input, plan: 'trial' })).rejects.toThrow('exists');
    expect(sent(CreateApiKeyCommand)).toBe(0);
  });

  it('refuses a plan that is none, and makes nothing', async () => {
    const { session, keys } = setUp([]);
    await expect(tenantsCreate.run(session, { ...input, plan: 'gold' })).rejects.toThrow('no plan gold');
    expect(keys()).toEqual([]);
  });
});

describe('doctor', () => {
  it('leaves the plans out where it may not know them', async () => {
    const { session, aws } = setUp();
    const refusal = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    aws.on(GetUsagePlanKeysCommand).rejects(refusal);
    expect(await checkPlans(await session.open())).toMatchObject([{ state: 'skipped' }]);
  });

  const onTrial = aKey({ plan: 'trial', usageIdentifierKey: VALUE });

  it.each<[string, ReturnType<typeof aKey>[], string, RegExp]>([
    [
      'all are counted',
      [onTrial, aKey({ tenantId: 'beta', apiKeyHash: 'b'.repeat(64) })],
      'ok',
      /each tenant/,
    ],
    ['one has no limits yet', [aKey({ plan: 'trial' })], 'warn', /acme is on trial, but has no limits/],
    ['one is not known', [{ ...onTrial, usageIdentifierKey: 'other' }], 'fail', /its events get 503/],
    ['one is on a plan that is gone', [aKey({ plan: 'gold' })], 'warn', /which PLANS does not name/],
    ['one was moved half way', [onTrial, aKey({ apiKeyHash: 'b'.repeat(64) })], 'warn', /several plans/],
    [
      'one was moved, and an old key revoked before',
      [onTrial, aKey({ apiKeyHash: 'b'.repeat(64), status: 'REVOKED' })],
      'ok',
      /each tenant/,
    ],
  ])('says of tenants when %s', async (_, keys, state, detail) => {
    const { session } = setUp(keys);
    expect(await checkPlans(await session.open())).toMatchObject([
      { state, detail: expect.stringMatching(detail) },
    ]);
  });
});
