import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Channel } from '@switchyard/core/channels';
import { conversationKey } from '@switchyard/core/conversations';
import { receivedMessageKey } from '@switchyard/core/received-messages';
import {
  AUTH_TOKEN,
  aMail,
  anSms,
  anSmsStatus,
  aWhatsAppMessage,
  envelope,
  sendGridRequest,
  twilioRequest,
} from '@switchyard/webhook-handler/testing';
import { neverLogged } from '../testing/canaries.ts';
import { openFlowStack } from '../testing/flow-stack.ts';
import { newMailbox, newNumber, newSid, putConversation } from '../testing/inbound-conversation.ts';
import type { Fault, ServiceCall } from '../testing/inbound-faults.ts';
import { postCallback, TWIML } from '../testing/inbound-flow.ts';
import { type OutageStack, openOutageStack } from '../testing/inbound-outage-stack.ts';
import type { InboundQueue } from '../testing/inbound-queue.ts';
import { MAIL_KEY } from '../testing/inbound-secrets.ts';
import { waitUntil } from '../testing/wait-until.ts';

let stack: OutageStack;
let replies: InboundQueue;
beforeAll(async () => {
  const flow = await openFlowStack();
  stack = await openOutageStack(flow);
  await flow.close();
  replies = stack.queue('whatsapp-replies');
});
afterEach(() => {
  stack.dynamoDb.failWhen(() => undefined);
  stack.queues.failWhen(() => undefined);
});
afterAll(() => stack.close());

const newText = () => neverLogged('text of a spooled message', `spooled-${randomBytes(6).toString('hex')}`);

/** Somebody who writes once, in a conversation of a tenant. */
async function aPerson(channel: Channel = 'whatsapp', handOffToHuman = false) {
  const address = channel === 'email' ? newMailbox() : newNumber();
  const [sid, tenantId, text] = [newSid(), `tenant-${randomBytes(6).toString('hex')}`, newText()];
  const { endpoint } = await stack.createTenant(tenantId);
  const at = { documents: stack.documents, eventsTable: stack.local.tables.Events };
  const conversationId = await putConversation(at, channel, address, { tenantId, handOffToHuman });
  const names = [address, sid, tenantId, conversationId];

  function request(authToken: string) {
    const baseUrl = stack.hooksUrl;
    const form = { MessageSid: sid, Body: text, ProfileName: text };
    switch (channel) {
      case 'whatsapp':
        return twilioRequest({
          route: 'whatsapp',
          baseUrl,
          form: aWhatsAppMessage({ ...form, From: `whatsapp:${address}` }),
          authToken,
        });
      case 'sms':
        return twilioRequest({ route: 'sms', baseUrl, form: anSms({ ...form, From: address }), authToken });
      case 'email': {
        const parts = aMail({
          envelope: envelope(address),
          from: `${text} <${address}>`,
          subject: text,
          text,
        });
        const receivedAt = new Date().toISOString();
        return sendGridRequest({ baseUrl, parts, privateKey: MAIL_KEY, receivedAt });
      }
    }
  }
  return {
    address,
    sid,
    conversationId,
    endpoint,
    isAbout: ({ body }: ServiceCall) => names.some((name) => body.includes(name)),
    write: (authToken = AUTH_TOKEN) => postCallback(stack.hooksUrl, request(authToken)),
  };
}
type Person = Awaited<ReturnType<typeof aPerson>>;

const readMessage = async ({ sid }: Person) => {
  const TableName = stack.local.tables.Events;
  return (
    await stack.documents.get({ TableName, Key: receivedMessageKey({ provider: 'twilio', providerId: sid }) })
  ).Item;
};

/** In the conversation, in the queue and at the tenant's endpoint. */
async function expectExactlyOnce(person: Person): Promise<void> {
  const { sid, conversationId, endpoint } = person;
  await replies.take(sid);
  await waitUntil(`${sid} is delivered to the tenant`, async () =>
    endpoint.deliveries.length > 0 ? true : undefined,
  );
  expect(await replies.count(sid)).toBe(1);
  // An attempt may be repeated, under the id of its event.
  const events = new Map(
    endpoint.deliveries.map(({ headers, body }) => [headers['webhook-id'], JSON.parse(body.toString())]),
  );
  expect([...events.values()]).toMatchObject([{ type: 'message.received', data: { message_id: sid } }]);
  const { Item } = await stack.documents.get({
    TableName: stack.local.tables.Events,
    Key: conversationKey(conversationId),
  });
  expect(Item).toMatchObject({ status: 'user_reply_received' });
  const { Items = [] } = await stack.documents.query({
    TableName: stack.local.tables.Events,
    IndexName: 'list',
    KeyConditionExpression: 'listPk = :conversation',
    ExpressionAttributeValues: { ':conversation': (await readMessage(person))?.listPk },
  });
  expect(Items).toHaveLength(1);
}

const isSend = ({ operation }: ServiceCall): boolean => operation.startsWith('SendMessage');

describe('while the table is down', () => {
  it('a genuine callback is accepted, and recorded when it is back', async () => {
    const [broken, throttled] = [await aPerson(), await aPerson()];
    stack.dynamoDb.failWhen((call) => (throttled.isAbout(call) ? 'throttled' : 'internal_error'));
    await Promise.all(
      [broken, throttled].map(async (person) => {
        const answers = [await person.write(), await person.write()];
        for (const answer of answers) expect(answer).toMatchObject(TWIML);
      }),
    );
    stack.dynamoDb.failWhen(() => undefined);
    for (const person of [broken, throttled]) await expectExactlyOnce(person);
  });

  it('one of any channel ends in the queue where it would have ended', async () => {
    const queues = [
      ['whatsapp', 'handoff'],
      ['sms', 'replies'],
      ['sms', 'handoff'],
      ['email', 'replies'],
      ['email', 'handoff'],
    ] as const;
    const people = await Promise.all(
      queues.map(async ([channel, kind]) => ({
        person: await aPerson(channel, kind === 'handoff'),
        queue: stack.queue(`${channel}-${kind}`),
      })),
    );
    stack.dynamoDb.failWhen(() => 'internal_error');
    const answers = await Promise.all(people.map(({ person }) => person.write()));
    expect(answers.map(({ status }) => status)).toEqual(queues.map(() => 200));
    stack.dynamoDb.failWhen(() => undefined);
    await Promise.all(
      people.map(async ({ person, queue }) => {
        const { context } = await queue.take(person.address);
        expect(context.conversation).toMatchObject({ conversation_id: person.conversationId });
        expect(await queue.count(person.address)).toBe(1);
      }),
    );
  });

  it('a forged one is refused all the same, and never spooled', async () => {
    const person = await aPerson();
    const sent: ServiceCall[] = [];
    stack.queues.failWhen((call) => {
      if (isSend(call)) sent.push(call);
      return undefined;
    });
    stack.dynamoDb.failWhen(() => 'internal_error');
    const { status } = await person.write('f00dfeedf00dfeedf00dfeedf00dfeed');
    expect(status).toBe(401);
    expect(sent).toEqual([]);
  });

  it('and the queues as well, the provider is told to send it again', async () => {
    const person = await aPerson();
    stack.dynamoDb.failWhen(() => 'internal_error');
    stack.queues.failWhen((call) => (isSend(call) ? 'internal_error' : undefined));
    const { status, text } = await person.write();
    expect(status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({ code: 'unavailable' });

    stack.dynamoDb.failWhen(() => undefined);
    stack.queues.failWhen(() => undefined);
    expect(await person.write()).toMatchObject(TWIML);
    await expectExactlyOnce(person);
  });
});

/** The calls that processing a callback makes, as far as no other function makes the same. */
const CALLS = {
  'the conversation is looked up': ['dynamoDb', 'Query', 'CONTACT#'],
  'the message is stored': ['dynamoDb', 'PutItem', '"CALLBACK#'],
  'the conversation is touched': ['dynamoDb', 'UpdateItem', 'lastUserMessageAt'],
  'the endpoints are read': ['dynamoDb', 'Query', 'TenantWebhookConfig'],
  'the event is stored': ['dynamoDb', 'PutItem', '"EVENT"'],
  'all being done is noted': ['dynamoDb', 'UpdateItem', 'SET routedAt'],
  'the delivery is queued': ['queues', 'SendMessageBatch', ''],
  'the context object is queued': ['queues', 'SendMessage', 'hand_off_to_human'],
} as const;
type CallName = keyof typeof CALLS;
type Failure = readonly [CallName, Fault];

/** Fails one call about a person until its callback is answered; when only the answer is lost, the first time. */
function failOne([name, fault]: Failure, person: Person) {
  const [service, operation, part] = CALLS[name];
  const state = { answered: false, failures: 0 };
  return {
    person,
    name,
    state,
    decide: (calledService: 'dynamoDb' | 'queues', call: ServiceCall): Fault | undefined => {
      const isIt = calledService === service && call.operation === operation && call.body.includes(part);
      if (state.answered || !isIt || !person.isAbout(call)) return undefined;
      state.failures += 1;
      return fault === 'answer_lost' && state.failures > 1 ? undefined : fault;
    },
  };
}

/** A person for each failure, all at once. */
async function play(failures: readonly Failure[]): Promise<void> {
  const failed = await Promise.all(failures.map(async (failure) => failOne(failure, await aPerson())));
  for (const service of ['dynamoDb', 'queues'] as const) {
    stack[service].failWhen((call) =>
      failed.map(({ decide }) => decide(service, call)).find((fault) => fault !== undefined),
    );
  }
  await Promise.all(
    failed.map(async ({ person, state }) => {
      expect(await person.write()).toMatchObject(TWIML);
      state.answered = true;
    }),
  );
  expect(failed.filter(({ state }) => state.failures === 0).map(({ name }) => name)).toEqual([]);
  for (const { person } of failed) await expectExactlyOnce(person);
}

describe('a callback ends once in the conversation, the queue and the tenant’s events', () => {
  it('whichever call of the table fails', async () => {
    await play([
      ['the conversation is looked up', 'internal_error'],
      ['the message is stored', 'throttled'],
      ['the conversation is touched', 'internal_error'],
      ['the endpoints are read', 'throttled'],
      ['the event is stored', 'internal_error'],
      ['all being done is noted', 'throttled'],
    ]);
  });

  // Not `the event is stored`: the SDK's repeat takes it for another request's event, and waits out its own lease.
  it('whichever write was made without anybody hearing of it', async () => {
    await play([
      ['the message is stored', 'answer_lost'],
      ['the conversation is touched', 'answer_lost'],
      ['all being done is noted', 'answer_lost'],
    ]);
  });

  it('when a queue does not take it, or the table does not answer at all', async () => {
    await play([
      ['the delivery is queued', 'internal_error'],
      ['the context object is queued', 'internal_error'],
      ['the message is stored', 'hang'],
    ]);
  });
});

describe('a status report', () => {
  /** On a message that is registered without the provider's id: only its person and the time tell that it is meant. */
  async function aReport() {
    const [recipient, sid, tenantId] = [newNumber(), newSid(), `tenant-${randomBytes(6).toString('hex')}`];
    const { endpoint, hooks } = await stack.createTenant(tenantId);
    const message = JSON.stringify({ channel: 'sms', provider: 'twilio', recipient });
    expect(await hooks.call('PUT', '/v1/messages/order-1', message)).toMatchObject({ status: 201 });
    const form = anSmsStatus('delivered', { MessageSid: sid, SmsSid: sid, To: recipient });
    return {
      isAbout: ({ body }: ServiceCall) => body.includes(tenantId),
      send: () =>
        postCallback(
          stack.hooksUrl,
          twilioRequest({ route: 'twilio-status', baseUrl: stack.hooksUrl, form }),
        ),
      expectExactlyOnce: async () => {
        await waitUntil(`${sid} is delivered to the tenant`, async () =>
          endpoint.deliveries.length > 0 ? true : undefined,
        );
        expect(endpoint.deliveries.map(({ body }) => JSON.parse(body.toString()))).toMatchObject([
          { type: 'message.delivered', data: { message_id: 'order-1', external_id: sid } },
        ]);
        const { body } = await hooks.call('GET', '/v1/messages/order-1');
        expect(body).toMatchObject({ status: 'delivered', external_id: sid, timeline: [{}] });
      },
    };
  }
  const isProcessed = (requestId: string) =>
    waitUntil(`${requestId} is out of the spool`, async () =>
      stack.logs.find(({ json }) => json?.requestId === requestId && json.spooled === true),
    );

  it('that comes while the table is down is matched and told when it is back', async () => {
    const report = await aReport();
    stack.dynamoDb.failWhen(() => 'internal_error');
    const { status, requestId } = await report.send();
    expect(status).toBe(200);
    stack.dynamoDb.failWhen(() => undefined);
    await isProcessed(requestId);
    await report.expectExactlyOnce();
  });

  it('is one event when nobody noted that it was told, and it comes again', async () => {
    const report = await aReport();
    stack.dynamoDb.failWhen((call) =>
      report.isAbout(call) && call.body.includes('SET emittedAt') ? 'internal_error' : undefined,
    );
    const { requestId } = await report.send();
    stack.dynamoDb.failWhen(() => undefined);
    expect(await report.send()).toMatchObject({ status: 200, text: '{"success":true}' });
    await isProcessed(requestId);
    await report.expectExactlyOnce();
  });
});

it('no function was denied what it asked for', () => {
  expect(stack.permissions().denied).toEqual([]);
});
