import { describe, expect, it } from '@jest/globals';
import { aMessageItem, createTestClock, createTestTable, DAY_MS } from '@switchyard/core/testing';
import { setExternalId } from './external-ids.ts';
import { putNewOutboundMessage, readOutboundMessage } from './outbound-messages.ts';

function setUp() {
  const { clock, advance } = createTestClock();
  const table = createTestTable();
  return { table, advance, context: { documents: table.documents, eventsTable: 'events', clock } };
}

const mine = aMessageItem();

describe('a message', () => {
  it('is registered once', async () => {
    const { context } = setUp();

    expect(await putNewOutboundMessage(context, mine)).toBe(true);
    expect(await putNewOutboundMessage(context, { ...mine, recipient: '+436609999999' })).toBe(false);
    expect(await readOutboundMessage(context, 'acme', 'order-1')).toEqual(mine);
  });

  it('that has expired looks deleted, and its id can be used again', async () => {
    const { context, advance } = setUp();
    await putNewOutboundMessage(context, mine);
    advance(30 * DAY_MS);

    expect(await readOutboundMessage(context, 'acme', 'order-1')).toBeUndefined();
    expect(await putNewOutboundMessage(context, { ...mine, expiresAt: mine.expiresAt + 86_400 })).toBe(true);
  });

  it('is not brought back by setting its external id', async () => {
    const { context, table } = setUp();

    expect(await setExternalId(context, mine, 'SM1')).toBeUndefined();
    expect(table.items()).toEqual([]);
  });
});
