import { randomBytes } from 'node:crypto';
import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { callbackKey, conversationKey } from '@switchyard/core';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  aWhatsAppMessage,
  twilioRequest,
} from '@switchyard/webhook-handler/testing';
import { openFlowStack } from '../testing/flow-stack.ts';
import { newNumber, newSid, putConversation } from '../testing/inbound-conversation.ts';
import type { Fault, ServiceCall } from '../testing/inbound-faults.ts';
import { postCallback, TWIML } from '../testing/inbound-flow.ts';
import { isSpool, type OutageStack, openOutageStack } from '../testing/inbound-outage-stack.ts';
import type { InboundQueue } from '../testing/inbound-queue.ts';
import { PREVIOUS_TOKEN, SECRETS } from '../testing/inbound-secrets.ts';
import { waitUntil } from '../testing/wait-until.ts';

let stack: OutageStack;
let replies: InboundQueue;
beforeAll(async () => {
  const flow = await openFlowStack();
  stack = await openOutageStack(flow.assemblyDirectory);
  await flow.close();
  replies = stack.queue('whatsapp-replies');
}, 60_000);
afterEach(() => {
  stack.dynamoDb.failWhen(() => undefined);
  stack.queues.failWhen(() => undefined);
});
afterAll(() => stack.close());

const TWILIO_WAITS_MS = 15_000;
const NEW_TOKEN = '77aa77aa77aa77aa77aa77aa77aa77aa';

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

describe('a rotated secret', () => {
  test('counts from the first signature on that the one before does not match', async () => {
    const [before, after, late] = [await aPerson(), await aPerson(), await aPerson()];
    expect(await before.write()).toMatchObject(TWIML);
    const accounts = { [ACCOUNT_SID]: [NEW_TOKEN, AUTH_TOKEN, PREVIOUS_TOKEN] };
    await stack.putSecrets({ ...SECRETS, twilio: { accounts } });
    expect(await after.write(NEW_TOKEN)).toMatchObject(TWIML);
    expect(await late.write(AUTH_TOKEN)).toMatchObject(TWIML);
  });
});

describe('while the table is down', () => {
  test.each(['internal_error', 'throttled'] as const)(
    'a genuine callback is accepted, and recorded when it is back: %s',
    async (fault) => {
      const person = await aPerson();
      stack.dynamoDb.failWhen(() => fault);
      const startedAt = performance.now();
      const answers = [await person.write(), await person.write()];
      expect(performance.now() - startedAt).toBeLessThan(TWILIO_WAITS_MS);
      for (const answer of answers) expect(answer).toMatchObject(TWIML);
      stack.dynamoDb.failWhen(() => undefined);
      await expectExactlyOnce(person);
    },
  );

  test('a forged one is refused all the same, and never spooled', async () => {
    const person = await aPerson();
    const spooled: string[] = [];
    stack.queues.failWhen(({ body }) => {
      if (isSpool(body)) spooled.push(body);
      return undefined;
    });
    stack.dynamoDb.failWhen(() => 'internal_error');
    const { status } = await person.write('f00dfeedf00dfeedf00dfeedf00dfeed');
    expect(status).toBe(401);
    expect(spooled.filter((body) => body.includes('SendMessage') || body.includes('bodyBase64'))).toEqual([]);
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

describe('whatever call fails while a callback is processed', () => {
  /** Fails one call about a person, and the SDK's repeats of it, until the callback is answered. */
  function failNth(wanted: number, fault: Fault, isAbout: (call: ServiceCall) => boolean) {
    let failing: string | undefined;
    let seen = 0;
    let last: string | undefined;
    let answered = false;
    return {
      answered: () => {
        answered = true;
      },
      hasFailed: () => failing !== undefined,
      decide: (call: ServiceCall): Fault | undefined => {
        if (answered || !isAbout(call)) return undefined;
        const text = `${call.operation} ${call.body}`;
        // A repeat is the same call. An answer is lost once: what comes again is what must do no harm.
        if (text === failing) return fault === 'answer_lost' ? undefined : fault;
        if (text !== last) seen += 1;
        last = text;
        if (seen !== wanted || failing !== undefined) return undefined;
        failing = text;
        return fault;
      },
    };
  }

  /** Each with a fault of its own, all at once. */
  async function play(service: 'dynamoDb' | 'queues', faults: readonly (readonly [number, Fault])[]) {
    const stories = await Promise.all(
      faults.map(async ([nth, fault]) => {
        const person = await aPerson();
        return { person, name: `${service} ${nth} ${fault}`, rule: failNth(nth, fault, person.isAbout) };
      }),
    );
    stack[service].failWhen((call) =>
      stories.map(({ rule }) => rule.decide(call)).find((decision) => decision !== undefined),
    );
    await Promise.all(
      stories.map(async ({ person, rule }) => {
        const startedAt = performance.now();
        expect(await person.write()).toMatchObject(TWIML);
        rule.answered();
        expect(performance.now() - startedAt).toBeLessThan(TWILIO_WAITS_MS);
      }),
    );
    for (const { person } of stories) await expectExactlyOnce(person);
    return stories.filter(({ rule }) => !rule.hasFailed()).map(({ name }) => name);
  }


  test.each([1,2,3,4,5,6])('lost %s', async (n) => {
    const calls: string[] = [];
    const person = await aPerson();
    const rule = failNth(n, 'answer_lost', person.isAbout);
    stack.dynamoDb.failWhen((call) => { if (!person.isAbout(call)) return undefined; const d = rule.decide(call); calls.push(call.operation + ' ' + String(d) + ' ' + call.body.slice(0, 300)); return d; });
    const t = performance.now();
    try {
    expect(await person.write()).toMatchObject(TWIML);
    console.log(n, performance.now() - t);
    rule.answered();
    await expectExactlyOnce(person);
    } catch (e) { console.log(n, performance.now() - t, calls.join('\n'), stack.logs.slice(-8).map((l) => l.text).join('\n')); throw e; }
  }, 40000);
});
test('no function was denied what it asked for', () => {
  expect(stack.permissions().denied).toEqual([]);
});
