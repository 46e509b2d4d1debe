import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isObject } from '@switchyard/aws-local/json';
import { createHooksClient, type HooksAnswer, type HooksClient } from '../src/demo/hooks-client.ts';
import { type ApiOperation, tenantOperations } from '../testing/api-operations.ts';
import { neverLogged } from '../testing/canaries.ts';
import { type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';
import { type FoundIds, findIds, idOnlyOf, isIdName, unknownLike } from '../testing/found-ids.ts';

// Made from the OpenAPI document: a new route is tried without a line here.
const operations = tenantOperations();
const MARK = 'only-the-first-tenant-may-see-this';

let flow: FlowStack;
let first: FlowTenant;
let second: FlowTenant;
let idsOfFirst: FoundIds;
let idsOfSecond: FoundIds;
let before: unknown[];
let receivedBefore: number;

beforeAll(async () => {
  flow = await openFlowStack();
  [first, second] = await Promise.all([flow.createTenant(), flow.createTenant()]);
  await use(first, 'first');
  await use(second, 'second');
  [idsOfFirst, idsOfSecond] = [await idsOf(first), await idsOf(second)];
  before = await snapshotOfFirst();
  receivedBefore = first.endpoint.deliveries.length;
});
afterAll(() => flow.close());

/** Makes two of each thing that a tenant can make: pages need more than one. */
async function use(tenant: FlowTenant, name: string): Promise<void> {
  for (const nth of ['a', 'b']) {
    const event = { type: `order.paid.${name}.${nth}`, mark: name === 'first' ? MARK : name, nth };
    const eventId = await tenant.post(event);
    await tenant.waitFor(eventId, 'DELIVERED');
    const id = `${name}-${tenant.tenantId.slice(-8)}-${nth}`;
    const endpoint = { endpoint_id: id, target_url: tenant.endpoint.url, event_types: ['none.of.these'] };
    const made = await tenant.hooks.call('POST', '/v1/endpoints', JSON.stringify(endpoint));
    expect(made.status).toBe(201);
    if (isObject(made.body)) neverLogged('webhook secret', String(made.body.secret));
    const message = {
      channel: 'sms',
      provider: 'twilio',
      recipient: '+436601234567',
      external_id: `SM${randomBytes(16).toString('hex')}`,
    };
    const put = await tenant.hooks.call('PUT', `/v1/messages/${id}`, JSON.stringify(message));
    expect(put.status).toBeLessThan(300);
    const described = JSON.stringify({ description: event.mark });
    const type = await tenant.hooks.call('PUT', `/v1/event-types/${event.type}`, described);
    expect(type.status).toBe(200);
  }
}

const needsNothing = ({ method, pathParameters }: ApiOperation) =>
  method === 'GET' && pathParameters.length === 0;

/** What its lists name, and what it is answered when it makes what can be made from an example. */
async function idsOf({ hooks, tenantId }: FlowTenant): Promise<FoundIds> {
  const lists = operations.filter(needsNothing).map(async ({ path }) => (await hooks.call('GET', path)).body);
  const listed = await Promise.all(lists);
  const own = { message_id: [...(findIds(listed).get('endpoint_id') ?? [])] };
  const ids = findIds([...listed, own, { tenant_id: tenantId }]);
  const making = operations.filter(
    ({ method, path, pathParameters }) =>
      method === 'POST' && pathParameters.length === 0 && !path.endsWith('/endpoints'),
  );
  const made: unknown[] = [];
  for (const operation of making) {
    const { body } = await hooks.call('POST', operation.path, JSON.stringify(bodyOf(operation, ids)));
    made.push(body);
  }
  return findIds([...listed, own, ...made]);
}

/** The example's body with ids that there are. */
function bodyOf({ example = {} }: ApiOperation, ids: FoundIds): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(example).map(([name, value]) => {
      const [id] = ids.get(name) ?? [];
      return [name, isIdName(name) && typeof value === 'string' ? (id ?? value) : value];
    }),
  );
}

type Ids = (name: string) => string;

function pathOf({ path }: ApiOperation, ids: Ids): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids(name)));
}

function ask(hooks: HooksClient, operation: ApiOperation, ids: Ids, body = operation.example) {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return hooks.call(operation.method, pathOf(operation, ids), text);
}

const ofFirst: Ids = (name) => idOnlyOf(name, idsOfFirst, idsOfSecond);
const ofSecond: Ids = (name) => idOnlyOf(name, idsOfSecond, idsOfFirst);

const COUNTING = ['health', 'seen'];

/** All that the first tenant can read, without the figures that go on counting. */
async function snapshotOfFirst(): Promise<unknown[]> {
  const reading = operations.filter(({ method }) => method === 'GET');
  const answers = await Promise.all(reading.map((operation) => ask(first.hooks, operation, ofFirst)));
  return answers.map(({ status, text }) => ({
    status,
    body: JSON.parse(text, (name, value) => (COUNTING.includes(name) ? undefined : value)),
  }));
}

/** The same text whichever id was asked for, and whenever. */
function withoutIds({ status, text }: HooksAnswer, id: string): object {
  const told = text
    .replaceAll(id, '<id>')
    .replaceAll(/"(request_id|secret|reference|[a-z_]+_at)":"[^"]*"/g, '"$1":"…"');
  return { status, told };
}

describe('a caller who is nobody', () => {
  it.each([
    'without a key',
    'with a made-up key',
    'with a revoked key',
    'of a suspended tenant',
    'with a mark before its key',
  ])('%s is refused everywhere', async (who) => {
    const hooks = await stranger(who);
    for (const operation of operations) {
      const { status, headers, text } = await ask(hooks, operation, ofFirst);
      expect([operation.name, status]).toEqual([operation.name, who.includes('suspended') ? 403 : 401]);
      expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(text).not.toContain(MARK);
    }
  });
});

async function stranger(who: string): Promise<HooksClient> {
  const client = (apiKey: string | undefined) => createHooksClient(flow.local.hooks_url, apiKey);
  switch (who) {
    case 'without a key':
      return client(undefined);
    case 'with a made-up key':
      return client(`sy_live_${'a'.repeat(43)}`);
    case 'with a revoked key': {
      const { key_id: id, api_key: key } = await flow.cli('keys', 'create', first.tenantId);
      await flow.cli('keys', 'revoke', first.tenantId, String(id));
      return client(String(key));
    }
    case 'of a suspended tenant': {
      const suspended = await flow.createTenant();
      await flow.cli('tenants', 'suspend', suspended.tenantId);
      return client(suspended.apiKey);
    }
    default:
      return client(`x${first.apiKey}`);
  }
}

describe('another tenant', () => {
  const withPath = operations.filter(({ pathParameters }) => pathParameters.length > 0);

  it.each(withPath)('$name tells nobody whether another tenant’s id is there', async (operation) => {
    for (const name of operation.pathParameters) {
      const theirs = ofFirst(name);
      const nobodys = unknownLike(theirs);
      const others: Ids = (other) => (other === name ? theirs : ofSecond(other));
      const answer = await ask(second.hooks, operation, others);
      const toUnknown = await ask(second.hooks, operation, (other) =>
        other === name ? nobodys : others(other),
      );
      expect(withoutIds(answer, theirs)).toEqual(withoutIds(toUnknown, nobodys));
      expect(answer.text).not.toContain(MARK);
    }
  });

  /** Given by a provider, and so one for all tenants: whoever registers it first has it. */
  const GIVEN_BY_A_PROVIDER = 'external_id';
  const withIds = operations.flatMap((operation) =>
    operation.bodyFields
      .filter((field) => isIdName(field) && field !== GIVEN_BY_A_PROVIDER)
      .map((field) => ({ ...operation, field })),
  );

  it.each(withIds)('$name takes another tenant’s $field for one that is not there', async (operation) => {
    const { field } = operation;
    const name = field.replace(/s$/, '');
    const theirs = ofFirst(name);
    const nobodys = unknownLike(theirs);
    const give = (id: string) => ({
      ...bodyOf(operation, idsOfSecond),
      [field]: field === name ? id : [id],
    });
    const answer = await ask(second.hooks, operation, ofSecond, give(theirs));
    const toUnknown = await ask(second.hooks, operation, ofSecond, give(nobodys));
    expect(withoutIds(answer, theirs)).toEqual(withoutIds(toUnknown, nobodys));
  });

  const paged = operations.filter(({ queryParameters }) => queryParameters.includes('next_token'));

  it.each(paged)('$name takes no page token of another tenant, list or maker', async (operation) => {
    const page = async (hooks: HooksClient, ids: Ids, token?: string) => {
      const query = new URLSearchParams({
        limit: '1',
        ...(token === undefined ? {} : { next_token: token }),
      });
      return hooks.call('GET', `${pathOf(operation, ids)}?${query}`);
    };
    const { status, body } = await page(first.hooks, ofFirst);
    expect(status).toBe(200);
    const token = isObject(body) ? body.next_token : undefined;
    const forged = Buffer.from(JSON.stringify({ tenantId: first.tenantId })).toString('base64url');
    for (const wrong of [forged, 'x', ...(typeof token === 'string' ? [`${token}x`, token] : [])]) {
      const answer = await page(second.hooks, ofSecond, wrong);
      expect([wrong, answer.status]).toEqual([wrong, 400]);
      expect(answer.text).not.toContain(MARK);
    }
  });

  it('changed nothing of the first one, and sent nothing to it', async () => {
    expect(await snapshotOfFirst()).toEqual(before);
    expect(JSON.stringify(before)).toContain(MARK);
    expect(first.endpoint.deliveries).toHaveLength(receivedBefore);
  });
});
