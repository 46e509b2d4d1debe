import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseObject } from '@switchyard/aws-local/json';
import type { Channel } from '@switchyard/core/channels';
import { toIso } from '@switchyard/core/clock';
import { conversationKey } from '@switchyard/core/conversations';
import {
  aMail,
  anSms,
  anSmsStatus,
  aWhatsAppMessage,
  envelope,
  sendGridRequest,
  twilioRequest,
} from '@switchyard/webhook-handler/testing';
import type { FlowTenant } from '../testing/flow-stack.ts';
import { type InboundFlow, newMailbox, newNumber, newSid, openInboundFlow } from '../testing/inbound-flow.ts';
import { MAIL_KEY, OTHER_ACCOUNT_SID, OTHER_TOKEN } from '../testing/inbound-secrets.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: InboundFlow;
let acme: FlowTenant;
let globex: FlowTenant;
beforeAll(async () => {
  flow = await openInboundFlow();
  [acme, globex] = [await flow.createTenant(), await flow.createTenant()];
});
afterAll(() => flow.close());

const newAddress = (channel: Channel): string => (channel === 'email' ? newMailbox() : newNumber());

type Account = Readonly<Record<'AccountSid' | 'authToken', string>>;

function write(channel: Channel, from: string, to: readonly string[], account?: Account) {
  const baseUrl = flow.hooksUrl;
  const { authToken, ...sid } = account ?? {};
  const signing = authToken === undefined ? {} : { authToken };
  const [first = ''] = to;
  switch (channel) {
    case 'sms': {
      const form = anSms({ From: from, To: first, MessageSid: newSid(), ...sid });
      return flow.post(twilioRequest({ route: 'sms', baseUrl, form, ...signing }));
    }
    case 'whatsapp': {
      const [From, To] = [`whatsapp:${from}`, `whatsapp:${first}`];
      const form = aWhatsAppMessage({ From, To, MessageSid: newSid(), ...sid });
      return flow.post(twilioRequest({ route: 'whatsapp', baseUrl, form, ...signing }));
    }
    case 'email': {
      const headers = `From: ${from}\r\nMessage-ID: <${newSid()}@example.org>\r\n`;
      const parts = aMail({ from, headers, envelope: envelope(from, to) });
      return flow.post(
        sendGridRequest({ baseUrl, parts, privateKey: MAIL_KEY, receivedAt: toIso(Date.now()) }),
      );
    }
  }
}

/** What the tenant's endpoint has got that this person wrote. */
const eventsFrom = ({ endpoint }: FlowTenant, from: string) =>
  endpoint.deliveries
    .map(({ body }) => ({ ...parseObject(JSON.stringify(parseObject(body.toString())?.data)) }))
    .filter((data) => data.from === from);
const waitForEvent = (tenant: FlowTenant, from: string) =>
  waitUntil(`the event of ${from}`, async () => eventsFrom(tenant, from)[0]);
const countEvents = async ({ hooks }: FlowTenant): Promise<number> => {
  const { body } = await hooks.call('GET', '/v1/events?limit=100');
  const events: unknown = Reflect.get(Object(body), 'events') ?? Reflect.get(Object(body), 'items');
  if (!Array.isArray(events)) throw new Error(`There are no events in ${JSON.stringify(body)}`);
  return events.length;
};
const statusOf = async (conversationId: string): Promise<unknown> => {
  const TableName = flow.local.tables.Events;
  return (await flow.documents.get({ TableName, Key: conversationKey(conversationId) })).Item?.status;
};

type Owner = 'acme' | 'globex' | 'nobody';
const tenantIdOf = (owner: Owner) =>
  ({ acme: acme.tenantId, globex: globex.tenantId, nobody: undefined })[owner];

type Case = {
  readonly name: string;
  readonly owner: Owner;
  /** With the person, the one with the newest activity last. */
  readonly conversations: readonly Owner[];
  readonly gets: Owner;
  /** Which conversation the message is in. */
  readonly into: number | undefined;
};

const CASES: readonly Case[] = [
  { name: 'its own', owner: 'acme', conversations: ['acme', 'globex'], gets: 'acme', into: 0 },
  { name: 'another’s only', owner: 'acme', conversations: ['globex'], gets: 'acme', into: undefined },
  { name: 'nobody’s', owner: 'acme', conversations: ['nobody', 'globex'], gets: 'acme', into: 0 },
  {
    name: 'several of its own',
    owner: 'acme',
    conversations: ['acme', 'acme', 'nobody', 'globex'],
    gets: 'acme',
    into: 1,
  },
  { name: 'none', owner: 'acme', conversations: [], gets: 'acme', into: undefined },
  { name: 'several tenants’', owner: 'nobody', conversations: ['acme', 'globex'], gets: 'globex', into: 1 },
  { name: 'nobody’s newest', owner: 'nobody', conversations: ['acme', 'nobody'], gets: 'nobody', into: 1 },
];

const EACH = (['sms', 'whatsapp', 'email'] as const).flatMap((channel) =>
  CASES.map((each) => ({ channel, ...each })),
);

it.each(EACH)(
  'a message on $channel to an address of $owner, from a person with $name, is $gets’s',
  async ({ channel, owner, conversations, gets, into }) => {
    const [from, to] = [newAddress(channel), newAddress(channel)];
    const tenantId = tenantIdOf(owner);
    if (tenantId !== undefined) await flow.assignAddress(tenantId, channel, to);
    const ids: string[] = [];
    for (const [n, of] of conversations.entries()) {
      const lastActivityAt = toIso(Date.now() - 60_000 + n * 1_000);
      const own = tenantIdOf(of);
      ids.push(await flow.putConversation(channel, from, { lastActivityAt, ...(own && { tenantId: own }) }));
    }
    const before = [await countEvents(acme), await countEvents(globex)];

    expect(await write(channel, from, [to])).toMatchObject({ status: 200 });

    const statuses = await Promise.all(ids.map(statusOf));
    expect(statuses).toEqual(ids.map((_, n) => (n === into ? 'user_reply_received' : 'open')));
    const after = [await countEvents(acme), await countEvents(globex)];
    const more = [gets === 'acme' ? 1 : 0, gets === 'globex' ? 1 : 0];
    expect(after.map((count, n) => count - (before[n] ?? 0))).toEqual(more);
    if (gets === 'nobody') return;
    const data = await waitForEvent(gets === 'acme' ? acme : globex, from);
    expect(data).toMatchObject({ to, conversation_id: into === undefined ? null : ids[into] });
  },
);

describe('a mail to two tenants', () => {
  it('is an event of each, once, in a conversation each, and tells neither of the other', async () => {
    const [from, theirs, others] = [newMailbox(), newMailbox(), newMailbox()];
    await flow.assignAddress(acme.tenantId, 'email', theirs);
    await flow.assignAddress(globex.tenantId, 'email', others);
    const conversations = [
      await flow.putConversation('email', from, { tenantId: acme.tenantId }),
      await flow.putConversation('email', from, { tenantId: globex.tenantId }),
    ];
    const before = [await countEvents(acme), await countEvents(globex)];
    const to = ['nobody@parse.example.com', theirs.replace('@', '+invoice@'), others];

    const headers = `From: ${from}\r\nMessage-ID: <${newSid()}@example.org>\r\n`;
    const parts = aMail({ from, headers, envelope: envelope(from, to) });
    const options = { parts, privateKey: MAIL_KEY, receivedAt: toIso(Date.now()) };
    const request = sendGridRequest({ baseUrl: flow.hooksUrl, ...options });
    for (const answer of [await flow.post(request), await flow.post(request)])
      expect(answer).toMatchObject({ status: 200 });

    for (const [n, tenant] of [acme, globex].entries()) {
      const data = await waitForEvent(tenant, from);
      const recipient = to[n + 1];
      expect(data).toMatchObject({ to: recipient, recipient, conversation_id: conversations[n] });
      expect(JSON.stringify(data)).not.toContain(to[2 - n]);
    }
    expect([await countEvents(acme), await countEvents(globex)]).toEqual(before.map((count) => count + 1));
  });
});

describe('an account that may not speak for a tenant', () => {
  const other = { AccountSid: OTHER_ACCOUNT_SID, authToken: OTHER_TOKEN };

  it.each(['sms', 'whatsapp'] as const)(
    'brings it nothing on %s, and is kept for the operator',
    async (channel) => {
      const [from, to] = [newAddress(channel), newAddress(channel)];
      await flow.assignAddress(acme.tenantId, channel, to);
      const before = await countEvents(acme);

      const { status, text } = await write(channel, from, [to], other);
      expect([status, parseObject(text)?.code]).toEqual([403, 'account_not_allowed']);
      expect(await countEvents(acme)).toBe(before);
      const listed = await flow.cli('quarantine', 'list', '--days', '1', '--code', 'account_not_allowed');
      expect(JSON.stringify(listed)).toContain(channel);
    },
  );

  it('changes no status of its messages', async () => {
    const [sid, to, id] = [newSid(), newNumber(), newSid()];
    const body = { channel: 'sms', provider: 'twilio', recipient: to, external_id: sid };
    await acme.hooks.call('PUT', `/v1/messages/${id}`, JSON.stringify(body));
    const report = (form: Readonly<Record<string, string>>, authToken?: string) =>
      flow.post(
        twilioRequest({
          route: 'twilio-status',
          baseUrl: flow.hooksUrl,
          form: anSmsStatus('failed', { MessageSid: sid, SmsSid: sid, To: to, ...form }),
          ...(authToken && { authToken }),
        }),
      );

    expect(await report({ AccountSid: OTHER_ACCOUNT_SID }, OTHER_TOKEN)).toMatchObject({ status: 404 });
    const { AccountSid: _, ...nameless } = anSmsStatus('failed', { MessageSid: sid, To: to });
    const unnamed = twilioRequest({
      route: 'twilio-status',
      baseUrl: flow.hooksUrl,
      form: nameless,
      authToken: OTHER_TOKEN,
    });
    expect(await flow.post(unnamed)).toMatchObject({ status: 401 });
    const read = async () => (await acme.hooks.call('GET', `/v1/messages/${id}`)).body;
    expect(await read()).toMatchObject({ status: 'registered', timeline: [] });

    expect(await report({})).toMatchObject({ status: 200 });
    expect(await read()).toMatchObject({ status: 'failed' });
  });
});
