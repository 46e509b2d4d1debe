import { beforeEach, describe, expect, it } from '@jest/globals';
import { anEvent, EVENT_ID, NOW, TENANT_ID } from '../../testing/builders.ts';
import { createTestTable, type TestTable } from '../../testing/test-table.ts';
import { eventKey } from './event-keys.ts';
import { putEvent, readEvent, setAcceptLease } from './event-store.ts';

const key = eventKey(TENANT_ID, EVENT_ID);
let table: TestTable;
const context = () => ({ documents: table.documents, eventsTable: 'Events', clock: () => NOW });

beforeEach(() => {
  table = createTestTable();
});

describe('putting an event', () => {
  it('is true when it is new', async () => {
    expect(await putEvent(context(), anEvent())).toBe(true);
    expect(table.item(key)).toMatchObject({ tenantId: TENANT_ID, payload: anEvent().payload });
  });

  it('is false when it exists, and changes nothing', async () => {
    await putEvent(context(), anEvent());
    expect(await putEvent(context(), anEvent({ correlationId: 'other' }))).toBe(false);
    expect(table.item(key)).toHaveProperty('correlationId', 'request-1');
  });

  it('is true over one that has expired this second', async () => {
    await putEvent(context(), anEvent({ expiresAt: NOW / 1000 }));
    expect(await putEvent(context(), anEvent())).toBe(true);
  });

  it('is false over one that expires in a second', async () => {
    await putEvent(context(), anEvent({ expiresAt: NOW / 1000 + 1 }));
    expect(await putEvent(context(), anEvent({ correlationId: 'other' }))).toBe(false);
  });

  it('is true again for the very same request: the SDK repeats a put whose answer was lost', async () => {
    const { documents } = table;
    const put: typeof documents.put = async (input) => {
      await documents.put(input);
      return documents.put(input);
    };
    expect(await putEvent({ ...context(), documents: { ...documents, put } }, anEvent())).toBe(true);
    expect(await putEvent(context(), anEvent())).toBe(false);
  });

  it('keeps it out of the list while deliveries stand for it', async () => {
    await putEvent(context(), anEvent());
    expect(table.item(key)).not.toHaveProperty('listPk');
  });

  it('fails when DynamoDB does', async () => {
    table.hooks.before = () => {
      throw new Error('throttled');
    };
    await expect(putEvent(context(), anEvent())).rejects.toThrow('throttled');
  });
});

describe('reading an event', () => {
  it('gives it as it was put', async () => {
    const event = anEvent({ acceptLeaseUntil: NOW });
    await putEvent(context(), event);
    expect(await readEvent(context(), TENANT_ID, EVENT_ID)).toEqual(event);
  });

  it('gives undefined when there is none', async () => {
    expect(await readEvent(context(), TENANT_ID, EVENT_ID)).toBeUndefined();
  });

  it('gives undefined when its time is over, whether or not it was deleted', async () => {
    await putEvent(context(), anEvent({ expiresAt: NOW / 1000 }));
    expect(await readEvent(context(), TENANT_ID, EVENT_ID)).toBeUndefined();
  });

  it('is consistent, since the write that it asks about was a moment ago', async () => {
    await readEvent(context(), TENANT_ID, EVENT_ID);
    expect(table.inputs('get')[0]).toHaveProperty('ConsistentRead', true);
  });
});

describe('the lease', () => {
  it('is written when it is as it was seen', async () => {
    await putEvent(context(), anEvent({ acceptLeaseUntil: 5 }));
    expect(await setAcceptLease(context(), anEvent({ acceptLeaseUntil: 9 }), { seen: 5, by: 'me' })).toBe(
      true,
    );
    expect(table.item(key)).toHaveProperty('acceptLeaseUntil', 9);
  });

  it('is left when somebody else has changed it', async () => {
    await putEvent(context(), anEvent({ acceptLeaseUntil: 6 }));
    expect(await setAcceptLease(context(), anEvent({ acceptLeaseUntil: 9 }), { seen: 5, by: 'me' })).toBe(
      false,
    );
    expect(table.item(key)).toHaveProperty('acceptLeaseUntil', 6);
  });

  it('that was written, but its answer lost, is known as one’s own and not as another’s', async () => {
    await putEvent(context(), anEvent({ acceptLeaseUntil: 5 }));
    const take = (by: string) => setAcceptLease(context(), anEvent({ acceptLeaseUntil: 9 }), { seen: 5, by });
    expect([await take('me'), await take('me'), await take('another')]).toEqual([true, true, false]);
  });

  it('never makes an item of an event that is gone', async () => {
    expect(await setAcceptLease(context(), anEvent({ acceptLeaseUntil: 9 }), { seen: 5, by: 'me' })).toBe(
      false,
    );
    expect(table.items()).toEqual([]);
  });
});
