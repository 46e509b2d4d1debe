import { describe, expect, it } from '@jest/globals';
import type { Delivery } from '@switchyard/core/deliveries';
import { requeueDelivery } from '@switchyard/core/requeue-delivery';
import { aDelivery, aDeliveryMessage, anEndpoint, NOW } from '@switchyard/core/testing';
import { answered } from '../testing/builders.ts';
import { outage, setUpDeliver } from '../testing/deliver-setup.ts';

const first = aDeliveryMessage();
const nothing = [[], [], [], []];

/** Everything that a message may cause, in one list. */
const effects = ({ posts, queue, deadLetters, table }: ReturnType<typeof setUpDeliver>) => [
  posts,
  queue.messages(),
  deadLetters,
  table.writes(),
];

describe('a message that is not the one awaited', () => {
  it.each<[string, Partial<Delivery>]>([
    ['the delivery is DELIVERED', { status: 'DELIVERED', nextAttempt: 2 }],
    ['the delivery is DELIVERED at this attempt number', { status: 'DELIVERED', nextAttempt: 1 }],
    ['the delivery is dead', { status: 'DLQ', nextAttempt: 2 }],
    ['the delivery is held', { status: 'HELD', nextAttempt: 1 }],
    ['the delivery was purged', { status: 'PURGED', nextAttempt: 1 }],
    ['the next attempt is scheduled already', { status: 'FAILED', nextAttempt: 2 }],
    ['later attempts were made', { status: 'FAILED', nextAttempt: 4 }],
    ['the delivery was requeued', { status: 'PENDING', generation: 2, nextAttempt: 1 }],
  ])('because %s causes nothing', async (_, changes) => {
    const setUp = setUpDeliver({ delivery: aDelivery(changes) });
    await setUp.deliver(first);
    expect(effects(setUp)).toEqual(nothing);
  });

  it('because its attempt has not come yet causes nothing', async () => {
    const setUp = setUpDeliver({ delivery: aDelivery({ nextAttempt: 1 }) });
    await setUp.deliver(aDeliveryMessage({ attempt: 2 }));
    expect(effects(setUp)).toEqual(nothing);
  });

  it('leaves an outbox of a later attempt to that attempt', async () => {
    const delivery = aDelivery({
      status: 'FAILED',
      nextAttempt: 4,
      outbox: { kind: 'attempt', notBefore: NOW },
    });
    const setUp = setUpDeliver({ delivery });
    await setUp.deliver(first);
    expect(effects(setUp)).toEqual(nothing);
  });

  it('leaves the outbox of a later generation to whoever requeued it', async () => {
    const outbox = { kind: 'attempt' as const, notBefore: NOW };
    const setUp = setUpDeliver({ delivery: aDelivery({ generation: 2, nextAttempt: 2, outbox }) });
    await setUp.deliver(first);
    expect(effects(setUp)).toEqual(nothing);
  });
});

describe('the same message twice', () => {
  it('posts once when it was delivered', async () => {
    const { deliver, posts } = setUpDeliver();
    await deliver(first);
    await deliver(first);
    expect(posts).toHaveLength(1);
  });

  it('starts one chain of retries when it failed', async () => {
    const { deliver, state, posts, queue } = setUpDeliver();
    state.answer = answered(503);
    await deliver(first);
    await deliver(first);
    expect([posts.length, queue.messages().length]).toEqual([1, 1]);
  });

  it('at the same time starts one chain of retries', async () => {
    const { deliver, state, queue, stored } = setUpDeliver();
    state.answer = answered(503);
    await Promise.allSettled([deliver(first), deliver(first)]);
    expect(queue.messages()).toEqual([aDeliveryMessage({ attempt: 2, notBefore: NOW + 60_000 })]);
    expect(stored()).toHaveProperty('attempts.length', 1);
  });
});

describe('a crash between the record and the send', () => {
  it('of a retry is finished by the message that comes back, without another request', async () => {
    const { deliver, state, queue, posts, stored } = setUpDeliver();
    state.answer = answered(503);
    queue.hooks.before = outage;
    await expect(deliver(first)).rejects.toThrow('outage');
    queue.hooks.before = () => undefined;

    await deliver(first);

    expect(queue.messages()).toEqual([aDeliveryMessage({ attempt: 2, notBefore: NOW + 60_000 })]);
    expect(posts).toHaveLength(1);
    expect(stored()).not.toHaveProperty('outbox');
  });

  it('of a retry is finished exactly once', async () => {
    const { deliver, state, queue } = setUpDeliver();
    state.answer = answered(503);
    queue.hooks.before = outage;
    await deliver(first).catch(() => undefined);
    queue.hooks.before = () => undefined;

    await deliver(first);
    await deliver(first);

    expect(queue.messages()).toHaveLength(1);
  });

  it('of a dead letter is finished by the message that comes back', async () => {
    const { deliver, state, queue, deadLetters } = setUpDeliver({
      delivery: aDelivery({ status: 'FAILED', nextAttempt: 5 }),
    });
    state.answer = answered(500);
    queue.hooks.before = outage;
    await expect(deliver(aDeliveryMessage({ attempt: 5 }))).rejects.toThrow('outage');
    queue.hooks.before = () => undefined;

    await deliver(aDeliveryMessage({ attempt: 5 }));

    expect(deadLetters).toEqual([expect.objectContaining({ reason: 'attempts_exhausted', attempts: 5 })]);
  });

  it('of a 410 lets it go on where the endpoint was enabled since, and does not disable it again', async () => {
    const { deliver, state, endpoints, disabled, queue, stored } = setUpDeliver();
    state.answer = answered(410);
    let isDisabled = false;
    endpoints.hooks.before = ({ operation }) => {
      if (isDisabled && operation === 'get') outage();
      isDisabled ||= operation === 'update';
    };
    await expect(deliver(first)).rejects.toThrow('outage');
    endpoints.hooks.before = () => undefined;
    endpoints.store(anEndpoint());

    await deliver(first);

    expect([disabled(), stored().status]).toEqual([[], 'FAILED']);
    expect(queue.messages()).toEqual([aDeliveryMessage({ attempt: 2 })]);
  });

  it('that happens while the endpoint is disabled is finished too', async () => {
    const { deliver, state, endpoints, disabled, stored } = setUpDeliver();
    state.answer = answered(410);
    endpoints.hooks.before = ({ operation }) => {
      if (operation === 'update') outage();
    };
    await expect(deliver(first)).rejects.toThrow('outage');
    endpoints.hooks.before = () => undefined;

    await deliver(first);

    expect([disabled().length, stored().status]).toEqual([1, 'HELD']);
  });

  it('leaves the attempt in the log', async () => {
    const { deliver, state, queue, logged } = setUpDeliver();
    state.answer = answered(503);
    queue.hooks.before = outage;
    await deliver(first).catch(() => undefined);
    expect(logged()).toEqual([expect.objectContaining({ outcome: 'retry', status: 503 })]);
  });
});

describe('a worker that is outrun by another one', () => {
  function setUpOutrun() {
    const setUp = setUpDeliver({ delivery: aDelivery() });
    setUp.state.answer = answered(503);
    // The other one records its attempt while ours is under way, and crashes before it sends the next one.
    setUp.state.onPost = () =>
      setUp.replace(
        aDelivery({ status: 'FAILED', nextAttempt: 2, outbox: { kind: 'attempt', notBefore: NOW + 60_000 } }),
      );
    return setUp;
  }

  it('sends nothing and leaves the other’s record', async () => {
    const { deliver, queue, deadLetters, stored } = setUpOutrun();
    await deliver(first).catch(() => undefined);
    expect([queue.messages(), deadLetters]).toEqual([[], []]);
    expect(stored()).toMatchObject({ status: 'FAILED', attempts: [] });
  });

  it('lets its message come back: deleting it could lose what the other has not sent', async () => {
    const { deliver, queue } = setUpOutrun();
    await expect(deliver(first)).rejects.toMatchObject({ name: 'UnavailableError', code: 'outrun' });

    await deliver(first);

    expect(queue.messages()).toEqual([aDeliveryMessage({ attempt: 2, notBefore: NOW + 60_000 })]);
  });

  it('says so in the log', async () => {
    const { deliver, logged } = setUpOutrun();
    await deliver(first).catch(() => undefined);
    expect(logged()).toEqual([expect.objectContaining({ outcome: 'outrun' })]);
  });
});

describe('a delivery that somebody starts anew while its attempt is under way', () => {
  it('has both requests in its history, and the message of its former generation is done with', async () => {
    const { deliver, state, context, stored, queue } = setUpDeliver({ delivery: aDelivery() });
    state.onPost = async () => {
      state.onPost = () => undefined;
      await requeueDelivery(context, { ...aDelivery(), from: ['PENDING'] });
    };
    await deliver(first);
    const [again] = queue.messages();
    expect(again).toMatchObject({ generation: 2, attempt: 1 });
    expect(stored()).toMatchObject({ status: 'PENDING', generation: 2 });

    await deliver(aDeliveryMessage({ generation: 2 }));

    expect(stored()).toMatchObject({
      status: 'DELIVERED',
      attempts: [
        { generation: 1, attempt: 1, statusCode: 200 },
        { generation: 2, attempt: 1, statusCode: 200 },
      ],
    });
  });
});

describe('a write whose answer was lost', () => {
  it('is known as one’s own when the SDK repeats it: the outcome is counted and what follows is sent', async () => {
    const { deliver, state, table, stored, queue, counted } = setUpDeliver();
    state.answer = answered(503);
    const { put } = table.documents;
    table.documents.put = async (input) => {
      await put(input);
      return put(input);
    };
    await deliver(first);
    expect(stored()).toMatchObject({ status: 'FAILED', nextAttempt: 2 });
    expect(queue.messages()).toHaveLength(1);
    expect(counted.filter(([name]) => name === 'AttemptsFailed')).toHaveLength(1);
  });
});

describe('a failing store', () => {
  it('that cannot be read lets the message come back, before anything is posted', async () => {
    const { deliver, table, posts } = setUpDeliver();
    table.hooks.before = outage;
    await expect(deliver(first)).rejects.toThrow('outage');
    expect(posts).toEqual([]);
  });

  it('that cannot tell the endpoint lets the message come back, before anything is posted', async () => {
    const { deliver, endpoints, posts } = setUpDeliver();
    endpoints.hooks.before = outage;
    await expect(deliver(first)).rejects.toThrow('outage');
    expect(posts).toEqual([]);
  });

  it('that cannot be written lets the message come back, and nothing is sent', async () => {
    const { deliver, state, table, queue } = setUpDeliver();
    state.answer = answered(503);
    table.hooks.before = ({ operation }) => {
      if (operation === 'put') outage();
    };
    await expect(deliver(first)).rejects.toThrow('outage');
    expect(queue.messages()).toEqual([]);
  });
});

it('says in the log what the endpoint answered also when that cannot be recorded', async () => {
  const { deliver, table, logged } = setUpDeliver();
  table.hooks.before = ({ operation }) => {
    if (operation === 'put') outage();
  };
  await expect(deliver(first)).rejects.toThrow('outage');
  expect(logged()).toEqual([
    expect.objectContaining({ level: 'error', outcome: 'unrecorded', status: 200, eventId: first.eventId }),
  ]);
});
