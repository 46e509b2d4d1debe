import { describe, expect, it } from '@jest/globals';
import { outage, setUpAcceptEvent } from '../../testing/accept-event-setup.ts';
import { anEndpoint, NOW, TENANT_ID } from '../../testing/builders.ts';
import { UnavailableError } from '../errors.ts';
import { eventIdFromIdempotencyKey } from '../ids/ids.ts';

const two = [anEndpoint({ endpointId: 'a' }), anEndpoint({ endpointId: 'b' })];
const eventId = eventIdFromIdempotencyKey(TENANT_ID, 'order-1');

describe('when SQS fails', () => {
  it('altogether, the caller is asked to try again', async () => {
    const { accept, queue } = setUpAcceptEvent();
    queue.hooks.before = () => {
      throw outage();
    };
    await expect(accept()).rejects.toMatchObject({
      name: 'UnavailableError',
      message: 'The event could not be queued. Send it again with the same Idempotency-Key.',
    });
  });

  it('altogether, the cause is kept', async () => {
    const { accept, queue } = setUpAcceptEvent();
    queue.hooks.before = () => {
      throw outage();
    };
    await expect(accept()).rejects.toHaveProperty('cause.message', 'Internal server error');
  });

  it('an event without a key is not told to use the same key', async () => {
    const { accept, queue } = setUpAcceptEvent();
    queue.hooks.before = () => {
      throw outage();
    };
    await expect(accept({ idempotencyKey: undefined })).rejects.toMatchObject({
      message: 'The event could not be queued. Send it again.',
    });
  });

  it('altogether, no delivery item says that a message was sent', async () => {
    const { accept, queue, table } = setUpAcceptEvent({ endpoints: two });
    queue.hooks.before = () => {
      throw outage();
    };
    await accept().catch(() => undefined);
    expect(table.items().map(({ sk }) => sk)).toEqual(['EVENT']);
  });

  it('altogether, the lease is given back, so that the next try can start at once', async () => {
    const { accept, queue, time } = setUpAcceptEvent();
    queue.hooks.before = () => {
      throw outage();
    };
    await accept().catch(() => undefined);
    queue.hooks.before = () => undefined;

    expect(await accept()).toMatchObject({ eventId, repeated: true });
    expect([time.slept, queue.messages().length]).toEqual([[], 1]);
  });

  it('for one of two messages, the caller is asked to try again', async () => {
    const { accept, queue } = setUpAcceptEvent({ endpoints: two });
    queue.hooks.refuses = ({ endpointId }) => endpointId === 'a';
    await expect(accept()).rejects.toThrow(UnavailableError);
  });

  it('for one of two messages, a repeat sends exactly that one', async () => {
    const { accept, queue } = setUpAcceptEvent({ endpoints: two });
    queue.hooks.refuses = ({ endpointId }) => endpointId === 'a';
    await accept().catch(() => undefined);
    queue.hooks.refuses = () => false;

    await accept();

    expect(queue.sentTo()).toEqual(['b', 'a']);
  });

  it('after the first ten of twelve messages, a repeat sends exactly the other two', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `e${String(index).padStart(2, '0')}`);
    const { accept, queue } = setUpAcceptEvent({
      endpoints: ids.map((endpointId) => anEndpoint({ endpointId })),
    });
    queue.hooks.before = () => {
      if (queue.messages().length === 10) throw outage();
    };
    await expect(accept()).rejects.toThrow(UnavailableError);
    queue.hooks.before = () => undefined;

    await accept();

    expect(queue.sentTo()).toEqual(ids);
  });
});

describe('when DynamoDB fails', () => {
  it('to store the event, nothing is sent', async () => {
    const { accept, queue, table } = setUpAcceptEvent();
    table.hooks.before = () => {
      throw outage();
    };
    await expect(accept()).rejects.toThrow(UnavailableError);
    expect(queue.messages()).toEqual([]);
  });

  it('to answer that it stored the event, a repeat completes it when the lease has run out', async () => {
    const { accept, queue, table, time } = setUpAcceptEvent();
    table.hooks.after = () => {
      throw outage();
    };
    await expect(accept()).rejects.toThrow(UnavailableError);
    table.hooks.after = () => undefined;
    time.advance(30_000);

    expect(await accept()).toMatchObject({ eventId, repeated: true });
    expect(queue.messages()).toHaveLength(1);
  });

  it.each(['order-1', undefined])(
    'to store a delivery item, the event is accepted: SQS holds its message, and the worker makes the item (key %s)',
    async (idempotencyKey) => {
      const { accept, table, queue } = setUpAcceptEvent();
      table.hooks.before = ({ item }) => {
        if (item.sk === 'DELIVERY#default') throw outage();
      };
      expect(await accept({ idempotencyKey })).toMatchObject({ status: 'PENDING', repeated: false });
      expect(queue.sentTo()).toEqual(['default']);
    },
  );

  it('to give the lease back, the caller is asked to try again, and the lease runs out by itself', async () => {
    const { accept, table, queue, leaseOf } = setUpAcceptEvent();
    queue.hooks.before = () => {
      throw outage();
    };
    table.hooks.before = ({ operation }) => {
      if (operation === 'update') throw outage();
    };
    await expect(accept()).rejects.toThrow(UnavailableError);
    expect(leaseOf(eventId)).toBe(NOW + 30_000);
  });

  it('to look for what is queued, a repeat is asked to try again', async () => {
    const { accept, table } = setUpAcceptEvent();
    await accept();
    table.hooks.before = ({ operation }) => {
      if (operation === 'query') throw outage();
    };
    await expect(accept()).rejects.toThrow(UnavailableError);
  });

  it('to look for what is queued under a lease just taken, the lease is given back', async () => {
    const { accept, table, queue, leaseOf } = setUpAcceptEvent();
    queue.hooks.refuses = () => true;
    await accept().catch(() => undefined);
    let queries = 0;
    table.hooks.before = ({ operation }) => {
      if (operation === 'query') queries += 1;
      if (queries === 2 && operation === 'query') throw outage();
    };
    await expect(accept()).rejects.toThrow(UnavailableError);
    expect(leaseOf(eventId)).toBe(0);
  });

  it('to read the first event, a repeat is asked to try again', async () => {
    const { accept, table } = setUpAcceptEvent();
    await accept();
    table.hooks.before = ({ operation }) => {
      if (operation === 'get') throw outage();
    };
    await expect(accept()).rejects.toThrow(UnavailableError);
  });

  it('to take the lease, a repeat is asked to try again and sends nothing', async () => {
    const { accept, table, queue } = setUpAcceptEvent();
    queue.hooks.refuses = () => true;
    await accept().catch(() => undefined);
    queue.hooks.refuses = () => false;
    table.hooks.before = ({ operation }) => {
      if (operation === 'update') throw outage();
    };
    await expect(accept()).rejects.toThrow(UnavailableError);
    expect(queue.messages()).toEqual([]);
  });

  it('to list the endpoints, the caller is asked to try again', async () => {
    const { accept, endpoints } = setUpAcceptEvent();
    endpoints.hooks.before = () => {
      throw outage();
    };
    await expect(accept()).rejects.toThrow(UnavailableError);
  });
});
