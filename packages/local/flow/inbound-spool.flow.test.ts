import { randomBytes } from 'node:crypto';
import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { callbackKey, conversationKey } from '@switchyard/core';
import { AUTH_TOKEN, aWhatsAppMessage, twilioRequest } from '@switchyard/webhook-handler/testing';
import { openFlowStack } from '../testing/flow-stack.ts';
import { newNumber, newSid, putConversation } from '../testing/inbound-conversation.ts';
import type { Fault, ServiceCall } from '../testing/inbound-faults.ts';
import { postCallback, TWIML } from '../testing/inbound-flow.ts';
import { type OutageStack, openOutageStack } from '../testing/inbound-outage-stack.ts';
import type { InboundQueue } from '../testing/inbound-queue.ts';
import { waitUntil } from '../testing/wait-until.ts';

let stack: OutageStack;
let replies: InboundQueue;
beforeAll(async () => {
  const flow = await openFlowStack();
  stack = await openOutageStack(flow);
  await flow.close();
  replies = stack.queue('whatsapp-replies');
}, 60_000);
afterEach(() => {
  stack.dynamoDb.failWhen(() => undefined);
  stack.queues.failWhen(() => undefined);
});
afterAll(() => stack.close());

const TWILIO_WAITS_MS = 15_000;

/** Somebody who writes once, in a conversation of a tenant. */
async function aPerson() {
  const [number, sid, tenantId] = [newNumber(), newSid(), `tenant-${randomBytes(6).toString('hex')}`];
  const endpoint = await stack.createTenant(tenantId);
  const at = { documents: stack.documents, eventsTable: stack.local.tables.Events };
  const conversationId = await putConversation(at, 'whatsapp', number, { tenantId });
  const names = [number, sid, tenantId, conversationId];
  return {
    sid,
    conversationId,
    endpoint,
    isAbout: ({ body }: ServiceCall) => names.some((name) => body.includes(name)),
    write: (authToken = AUTH_TOKEN) => {
      const form = aWhatsAppMessage({ From: `whatsapp:${number}`, MessageSid: sid });
      const request = twilioRequest({ route: 'whatsapp', baseUrl: stack.hooksUrl, form, authToken });
      return postCallback(stack.hooksUrl, request);
    },
  };
}
type Person = Awaited<ReturnType<typeof aPerson>>;

const readMessage = async ({ sid }: Person) => {
  const TableName = stack.local.tables.Events;
  return (await stack.documents.send(new GetCommand({ TableName, Key: callbackKey('twilio', sid) }))).Item;
};

/** In the conversation, in the queue and at the tenant's endpoint. */
async function expectExactlyOnce(person: Person): Promise<void> {
  const { sid, conversationId, endpoint } = person;
  await replies.take(sid);
  await waitUntil(`${sid} is delivered to the tenant`, async () =>
    endpoint.deliveries.length > 0 ? true : undefined,
  );
  expect(await replies.count(sid)).toBe(1);
  expect(endpoint.deliveries.map(({ body }) => JSON.parse(body.toString()))).toMatchObject([
    { type: 'message.received', data: { message_id: sid } },
  ]);
  const { Item } = await stack.documents.send(
    new GetCommand({ TableName: stack.local.tables.Events, Key: conversationKey(conversationId) }),
  );
  expect(Item).toMatchObject({ status: 'user_reply_received' });
  const { Items = [] } = await stack.documents.send(
    new QueryCommand({
      TableName: stack.local.tables.Events,
      IndexName: 'list',
      KeyConditionExpression: 'listPk = :conversation',
      ExpressionAttributeValues: { ':conversation': (await readMessage(person))?.listPk },
    }),
  );
  expect(Items).toHaveLength(1);
}

const isSend = ({ operation }: ServiceCall): boolean => operation.startsWith('SendMessage');

describe('while the table is down', () => {
  test('a genuine callback is accepted, and recorded when it is back', async () => {
    const [broken, throttled] = [await aPerson(), await aPerson()];
    stack.dynamoDb.failWhen((call) => (throttled.isAbout(call) ? 'throttled' : 'internal_error'));
    await Promise.all(
      [broken, throttled].map(async (person) => {
        const startedAt = performance.now();
        const answers = [await person.write(), await person.write()];
        expect(performance.now() - startedAt).toBeLessThan(TWILIO_WAITS_MS);
        for (const answer of answers) expect(answer).toMatchObject(TWIML);
      }),
    );
    stack.dynamoDb.failWhen(() => undefined);
    for (const person of [broken, throttled]) await expectExactlyOnce(person);
  });

  test('a forged one is refused all the same, and never spooled', async () => {
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

  test('and the queues as well, the provider is told to send it again', async () => {
    const person = await aPerson();
    stack.dynamoDb.failWhen(() => 'internal_error');
    stack.queues.failWhen((call) => (isSend(call) ? 'internal_error' : undefined));
    const startedAt = performance.now();
    const { status, text } = await person.write();
    expect(performance.now() - startedAt).toBeLessThan(TWILIO_WAITS_MS);
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
  const stories = await Promise.all(failures.map(async (failure) => failOne(failure, await aPerson())));
  for (const service of ['dynamoDb', 'queues'] as const) {
    stack[service].failWhen((call) =>
      stories.map(({ decide }) => decide(service, call)).find((fault) => fault !== undefined),
    );
  }
  await Promise.all(
    stories.map(async ({ person, state }) => {
      const startedAt = performance.now();
      expect(await person.write()).toMatchObject(TWIML);
      state.answered = true;
      expect(performance.now() - startedAt).toBeLessThan(TWILIO_WAITS_MS);
    }),
  );
  expect(stories.filter(({ state }) => state.failures === 0).map(({ name }) => name)).toEqual([]);
  for (const { person } of stories) await expectExactlyOnce(person);
}

describe('a callback ends once in the conversation, the queue and the tenant’s events', () => {
  test('whichever call of the table fails', async () => {
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
  test('whichever write was made without anybody hearing of it', async () => {
    await play([
      ['the message is stored', 'answer_lost'],
      ['the conversation is touched', 'answer_lost'],
      ['all being done is noted', 'answer_lost'],
    ]);
  });

  test('when a queue does not take it, or the table does not answer at all', async () => {
    await play([
      ['the delivery is queued', 'internal_error'],
      ['the context object is queued', 'internal_error'],
      ['the message is stored', 'hang'],
    ]);
  });
});

test('no function was denied what it asked for', () => {
  expect(stack.permissions().denied).toEqual([]);
});
