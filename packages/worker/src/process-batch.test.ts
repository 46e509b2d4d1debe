import { describe, expect, it } from '@jest/globals';
import type { DeliveryMessage } from '@switchyard/core/deliveries';
import { eventKey } from '@switchyard/core/events';
import { lineOf } from '@switchyard/core/ordering';
import {
  aDeliveryMessage,
  anEndpoint,
  anEvent,
  ENDPOINT_ID,
  EVENT_ID,
  TENANT_ID,
} from '@switchyard/core/testing';
import type { SQSRecord } from 'aws-lambda';
import { setUpDeliver } from '../testing/deliver-setup.ts';
import { setUpLines } from '../testing/run-lines.ts';
import { processBatch } from './process-batch.ts';

function aRecord(messageId: string, body: unknown): SQSRecord {
  return {
    messageId,
    receiptHandle: `handle-${messageId}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'AIDA',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:1:delivery',
    awsRegion: 'eu-west-1',
  };
}

/** A message of one event for each of these endpoints, of which those named may fail. */
function setUp(endpointIds: readonly string[], failing: readonly string[] = []) {
  const setup = setUpDeliver({
    event: anEvent({ endpointIds: [...endpointIds] }),
    endpoints: endpointIds.map((endpointId) => anEndpoint({ endpointId, targetUrl: urlOf(endpointId) })),
  });
  setup.state.onPost = (targetUrl) => {
    if (failing.some((endpointId) => targetUrl === urlOf(endpointId))) throw new Error('throttled');
  };
  return {
    ...setup,
    postedTo: () => setup.posts.map(({ targetUrl }) => targetUrl),
    process: async (...records: SQSRecord[]) =>
      (await processBatch(setup.context, records, 'request-1')).batchItemFailures.map(
        ({ itemIdentifier }) => itemIdentifier,
      ),
  };
}

const urlOf = (endpointId: string) => `https://${endpointId}.example.com/in`;
const recordsFor = (...endpointIds: string[]) =>
  endpointIds.map((endpointId) => aRecord(`m-${endpointId}`, aDeliveryMessage({ endpointId })));

describe('a batch', () => {
  it('that all goes well comes back in no part', async () => {
    const { process, postedTo } = setUp(['a', 'b', 'c']);
    expect(await process(...recordsFor('a', 'b', 'c'))).toEqual([]);
    expect(postedTo()).toEqual(['a', 'b', 'c'].map(urlOf));
  });

  it('that is held as a whole reads its endpoint for all of it, before and after', async () => {
    const { context, table, endpoints } = setUpDeliver({ endpoints: [anEndpoint({ status: 'PAUSED' })] });
    const eventIds = Array.from({ length: 10 }, (_, n) => `evt_06dp4zq8r0${String(n).padStart(16, '0')}`);
    for (const eventId of eventIds) {
      const event = anEvent({ eventId, endpointIds: [ENDPOINT_ID] });
      table.store({ ...eventKey(TENANT_ID, eventId), ...event });
    }
    const records = eventIds.map((eventId) => aRecord(eventId, aDeliveryMessage({ eventId, fresh: true })));
    expect(await processBatch(context, records, 'request-1')).toEqual({ batchItemFailures: [] });
    expect(table.items().filter(({ status }) => status === 'HELD')).toHaveLength(10);
    expect(endpoints.inputs('get').length).toBeLessThanOrEqual(5);
  });

  it('that is empty comes back in no part', async () => {
    expect(await setUp([]).process()).toEqual([]);
  });

  it('of which one record fails brings back that one alone', async () => {
    const { process, postedTo } = setUp(['a', 'b', 'c'], ['b']);
    expect(await process(...recordsFor('a', 'b', 'c'))).toEqual(['m-b']);
    expect(postedTo()).toHaveLength(3);
  });

  it('of which all fail comes back whole', async () => {
    const { process } = setUp(['a', 'b'], ['a', 'b']);
    expect(await process(...recordsFor('a', 'b'))).toEqual(['m-a', 'm-b']);
  });

  it('is worked on all at once, so that a slow record delays no other', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { process, state } = setUp(['a', 'b']);
    state.onPost = (targetUrl) => {
      if (targetUrl === urlOf('a')) return promise;
      return resolve();
    };
    expect(await process(...recordsFor('a', 'b'))).toEqual([]);
  });

  it.each([
    ['is not JSON', '{'],
    ['is text', '"hello"'],
    ['is of another schema', { ...aDeliveryMessage(), schema: 'other' }],
    ['lacks an attempt', { ...aDeliveryMessage(), attempt: undefined }],
  ])('with a body that %s brings back that record alone', async (_, body) => {
    const { process, posts } = setUp(['a']);
    expect(await process(...recordsFor('a'), aRecord('odd', body))).toEqual(['odd']);
    expect(posts).toHaveLength(1);
  });

  it('names the request and the delivery in each line of the log', async () => {
    const { process, logged } = setUp(['a']);
    await process(aRecord('m7', aDeliveryMessage({ attempt: 2, generation: 3 })));
    expect(logged()).toEqual([
      expect.objectContaining({
        msg: 'delivery',
        outcome: 'dead',
        requestId: 'request-1',
        tenantId: TENANT_ID,
        eventId: EVENT_ID,
        endpointId: ENDPOINT_ID,
        generation: 3,
        attempt: 2,
      }),
    ]);
  });

  it('says in the log which record comes back', async () => {
    const { process, logged } = setUp(['a', 'b'], ['b']);
    await process(...recordsFor('a', 'b'));
    expect(logged().filter(({ level }) => level === 'error')).toEqual([
      expect.objectContaining({
        requestId: 'request-1',
        messageId: 'm-b',
        tenantId: TENANT_ID,
        eventId: EVENT_ID,
        endpointId: 'b',
        attempt: 1,
        outcome: 'comes_back',
        err: expect.objectContaining({ message: 'throttled' }),
      }),
    ]);
  });
});

it('a control message of a kind that is not known comes back, and the log says which are', async () => {
  const { process, logged } = setUp(['a']);
  const message = { schema: 'switchyard.control.v1', kind: 'later', tenantId: TENANT_ID };
  expect(await process({ ...aRecord('m1', aDeliveryMessage()), body: JSON.stringify(message) })).toEqual([
    'm1',
  ]);
  expect(JSON.stringify(logged())).toMatch(/kind.*drain.*replay/);
});

describe('twins in a batch', () => {
  const twins = [
    aRecord('a', aDeliveryMessage({ endpointId: 'x' })),
    aRecord('b', aDeliveryMessage({ endpointId: 'x', notBefore: 5 })),
  ];

  it('are delivered once', async () => {
    const { process, posts, logged } = setUp(['x']);
    expect(await process(...twins)).toEqual([]);
    expect([posts.length, logged().length]).toEqual([1, 1]);
  });

  it('come back together', async () => {
    expect(await setUp(['x'], ['x']).process(...twins)).toEqual(['a', 'b']);
  });

  it.each<[string, Partial<DeliveryMessage>]>([
    ['tenant', { tenantId: 'globex' }],
    ['event', { eventId: `evt_${'0'.repeat(26)}` }],
    ['endpoint', { endpointId: 'other' }],
    ['generation', { generation: 2 }],
    ['attempt', { attempt: 2 }],
    ['line', { line: 'a-line' }],
    ['look after its line', { line: 'a-line', behind: EVENT_ID }],
  ])('are not those of another %s', async (_, changes) => {
    const { process, logged } = setUp([ENDPOINT_ID, 'other']);
    await process(aRecord('a', aDeliveryMessage()), aRecord('b', aDeliveryMessage(changes)));
    expect(logged()).toHaveLength(2);
  });
});

describe('an event that came to its turn while the one before it left its line', () => {
  // Whoever accepted it has sent its message, and whoever left the line has sent another.
  const [own, passedOn] = ['own', 'passed-on'];

  it.each([
    ['first', [passedOn, own]],
    ['last', [own, passedOn]],
  ] as const)('is delivered once, with what is not to be acted on %s in the same batch', async (_, order) => {
    const { context, accept, statusOf, posts, tickets } = setUpLines();
    const eventId = await accept('order-1');
    const message = aDeliveryMessage({ eventId });
    const { line } = lineOf({ ...message, orderingKey: 'order-1' });
    const bodies = { [own]: message, [passedOn]: { ...message, line } };
    const records = order.map((id) => aRecord(id, bodies[id]));

    expect(await processBatch(context, records, 'request-1')).toEqual({ batchItemFailures: [] });
    expect([posts.length, statusOf(eventId), tickets()]).toEqual([1, 'DELIVERED', 0]);
  });
});

describe('at the end of a batch', () => {
  const figures = ({ table }: ReturnType<typeof setUp>) =>
    table.items().filter(({ sk }) => String(sk).startsWith('HOUR#'));

  it('what came of it is written, once for each endpoint', async () => {
    const batch = setUp(['a', 'b']);
    await batch.process(...recordsFor('a', 'b'));
    expect(figures(batch)).toEqual(
      ['a', 'b'].map((endpointId) =>
        expect.objectContaining({ pk: `TENANT#${TENANT_ID}#ENDPOINT#${endpointId}`, delivered: 1 }),
      ),
    );
  });

  it('no record comes back because that cannot be written', async () => {
    const batch = setUp(['a']);
    batch.table.hooks.before = ({ item: { sk } }) => {
      if (String(sk).startsWith('HOUR#')) throw new Error('throttled');
    };
    expect(await batch.process(...recordsFor('a'))).toEqual([]);
    expect(figures(batch)).toEqual([]);
    expect(batch.logged()).toContainEqual(expect.objectContaining({ msg: 'health', failed: 1, lost: 0 }));
  });
});
