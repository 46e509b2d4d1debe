import { randomBytes } from 'node:crypto';
import { isObject } from '@switchyard/aws-local/json';
import { neverLogged } from '../canaries.ts';
import type { FlowTenant } from '../flow-stack.ts';
import { type InboundFlow, newMailbox, newNumber, newSid } from '../inbound-flow.ts';
import { waitUntil } from '../wait-until.ts';
import { type FoundIds, findIds } from './found-ids.ts';
import { ask, bodyOf, operations, type Party, type Stage, tenantOperations } from './stage.ts';

/** Two tenants with two of each thing that a tenant can have: pages need more than one. */
export async function setUpStage(flow: InboundFlow): Promise<Stage> {
  const [first, second] = await Promise.all([setUpParty(flow, 'first'), setUpParty(flow, 'second')]);
  return { flow, hooksUrl: flow.hooksUrl, operations, first, second };
}

async function setUpParty(flow: InboundFlow, name: 'first' | 'second'): Promise<Party> {
  const tenant = await flow.createTenant();
  const short = `${name}-${tenant.tenantId.slice(-8)}`;
  const mark = `only-${short}-may-see-this`;
  const idempotencyKey = `${short}-key`;
  tenant.endpoint.answer(({ path }) => (path.endsWith('/dead') ? 400 : 200));
  const externalIds = { twilio: newSid(), resend: `em-${short}`, sendgrid: `sg-${short}` };
  await makeThings(tenant, short, mark, externalIds);
  const [number, mailbox] = [newNumber(), newMailbox()];
  for (const channel of ['sms', 'whatsapp'] as const)
    await flow.assignAddress(tenant.tenantId, channel, number);
  await flow.assignAddress(tenant.tenantId, 'email', mailbox);
  const ids = await idsOf(tenant, short, idempotencyKey);
  await settled(tenant);
  return { tenant, ids, mark, idempotencyKey, number, mailbox, externalIds };
}

/** Nothing changes any more by itself: what is changed later, somebody has changed. */
const settled = ({ hooks }: FlowTenant): Promise<true> =>
  waitUntil('all that was sent has arrived', async () => {
    const [events, replays] = [
      await hooks.call('GET', '/v1/events?limit=100'),
      await hooks.call('GET', '/v1/replays'),
    ];
    const isUnsettled = /"status":"(PENDING|FAILED)"/.test(events.text) || replays.text.includes('"running"');
    return isUnsettled ? undefined : true;
  });

async function must(tenant: FlowTenant, method: string, path: string, body?: object): Promise<unknown> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const answer = await tenant.hooks.call(method, path, text);
  if (answer.status >= 300)
    throw new Error(`${method} ${path} was answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

async function makeThings(
  tenant: FlowTenant,
  short: string,
  mark: string,
  externalIds: Party['externalIds'],
): Promise<void> {
  const makeEndpoint = async (endpoint: object): Promise<void> => {
    const made = await must(tenant, 'POST', '/v1/endpoints', {
      target_url: tenant.endpoint.url,
      ...endpoint,
    });
    if (isObject(made)) neverLogged('webhook secret', String(made.secret));
  };
  for (const nth of ['a', 'b']) {
    const type = `order.paid.${short}.${nth}`;
    const eventId = await tenant.post({ type, mark, nth });
    await tenant.waitFor(eventId, 'DELIVERED');
    await must(tenant, 'PUT', `/v1/event-types/${type}`, { description: mark });
    await makeEndpoint({ endpoint_id: `${short}-${nth}`, description: mark, event_types: ['none.of.these'] });
  }
  for (const [provider, externalId] of Object.entries(externalIds))
    await must(tenant, 'PUT', `/v1/messages/${short}-${provider}`, {
      channel: provider === 'twilio' ? 'sms' : 'email',
      provider,
      recipient: provider === 'twilio' ? '+436601234567' : 'ada@example.org',
      external_id: externalId,
    });
  // What is dead, and what is held.
  const deadUrl = tenant.endpoint.url.replace(/\/\w+$/, '/dead');
  const dead = { endpoint_id: `${short}-dead`, target_url: deadUrl, max_attempts: 1 };
  await makeEndpoint({ ...dead, event_types: ['is.dead'], description: mark });
  await makeEndpoint({ endpoint_id: `${short}-held`, event_types: ['is.held'], description: mark });
  await must(tenant, 'POST', `/v1/endpoints/${short}-held/pause`);
  // The endpoint `default` takes all types, and would have these delivered as well.
  await must(tenant, 'PATCH', '/v1/endpoints/default', { event_types: ['order.*'] });
  for (const [type, status] of [
    ['is.dead', 'DLQ'],
    ['is.held', 'HELD'],
  ] as const)
    for (const nth of [1, 2]) await tenant.waitFor(await tenant.post({ type, mark, nth }), status);
}

/** What its lists name, and what it is answered when it makes what can be made from an example. */
async function idsOf(tenant: FlowTenant, short: string, idempotencyKey: string): Promise<FoundIds> {
  const { hooks, tenantId } = tenant;
  const needNothing = tenantOperations.filter(({ pathParameters }) => pathParameters.length === 0);
  const lists = needNothing
    .filter(({ method }) => method === 'GET')
    .map(({ path }) => hooks.call('GET', path));
  const listed = (await Promise.all(lists)).map(({ body }) => body);
  const messages = ['twilio', 'resend', 'sendgrid'].map((provider) => `${short}-${provider}`);
  const own = { message_id: messages, tenant_id: tenantId, idempotency_key: idempotencyKey };
  const ids = findIds([...listed, own]);
  const made: unknown[] = [];
  // One with the key that it then has used. An endpoint made from the example would have the name that all have.
  for (const operation of needNothing.filter(
    ({ method, path }) => method === 'POST' && path !== '/v1/endpoints',
  )) {
    const takesKey = operation.headers.includes('Idempotency-Key');
    const asked = {
      body: bodyOf(operation, ids),
      headers: takesKey ? { 'idempotency-key': idempotencyKey } : {},
    };
    const { body } = await ask(hooks, operation, () => '', asked);
    made.push(body);
  }
  // Neither is a list of ids, and each may stand in a path.
  const nonce = { page_id: randomBytes(16).toString('base64url') };
  return findIds([...listed, own, ...made, nonce]);
}
