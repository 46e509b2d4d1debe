import { describe, expect, it } from '@jest/globals';
import {
  aMessageItem,
  crashAtEachCall,
  createTestClock,
  createTestTable,
  DAY_MS,
} from '@switchyard/core/testing';
import { bindExternalId, CLAIM_MS, claimExternalId, findByExternalId } from './external-ids.ts';
import { outboundMessageKey, putNewOutboundMessage } from './outbound-messages.ts';

function setUp() {
  const { clock, advance } = createTestClock();
  const table = createTestTable();
  return { table, advance, context: { documents: table.documents, eventsTable: 'events', clock } };
}

const mine = aMessageItem();
const other = aMessageItem({ messageId: 'order-2' });
const foreign = aMessageItem({ tenantId: 'globex' });

describe('an external id', () => {
  it('leads to the message that it was bound to', async () => {
    const { context } = setUp();
    await putNewOutboundMessage(context, mine);

    const bound = await bindExternalId(context, mine, 'SM1');

    expect(bound).toMatchObject({ messageId: 'order-1', externalId: 'SM1' });
    expect(await findByExternalId(context, 'twilio', 'SM1')).toEqual(bound);
    expect(await findByExternalId(context, 'resend', 'SM1')).toBeUndefined();
  });

  it.each([
    ['of the same tenant', other],
    ['of another tenant', foreign],
  ])('that is bound is not given to another message %s, however much later', async (_, thief) => {
    const { context, advance } = setUp();
    await putNewOutboundMessage(context, mine);
    await putNewOutboundMessage(context, thief);
    await bindExternalId(context, mine, 'SM1');
    advance(DAY_MS);

    expect(await bindExternalId(context, thief, 'SM1')).toBeUndefined();
    expect(await findByExternalId(context, 'twilio', 'SM1')).toMatchObject({
      messageId: 'order-1',
      tenantId: 'acme',
    });
  });

  it('does not replace the one that a message has', async () => {
    const { context } = setUp();
    await putNewOutboundMessage(context, mine);
    const bound = await bindExternalId(context, mine, 'SM1');

    expect(bound === undefined ? 'none' : await bindExternalId(context, bound, 'SM2')).toBeUndefined();
    expect(await findByExternalId(context, 'twilio', 'SM2')).toBeUndefined();
  });

  it('of two that are bound to a message at the same time, one wins and both agree on it', async () => {
    const { context } = setUp();
    await putNewOutboundMessage(context, mine);

    const bound = await Promise.all([
      bindExternalId(context, mine, 'SM1'),
      bindExternalId(context, mine, 'SM2'),
    ]);

    expect(bound.filter((message) => message !== undefined)).toHaveLength(1);
    const found = await Promise.all([
      findByExternalId(context, 'twilio', 'SM1'),
      findByExternalId(context, 'twilio', 'SM2'),
    ]);
    expect(found).toEqual(bound);
  });

  it('is bound after a crash at any point and a repeat', async () => {
    const crashes = await crashAtEachCall(
      async () => {
        const setup = setUp();
        await putNewOutboundMessage(setup.context, mine);
        return setup;
      },
      ({ context }) => bindExternalId(context, mine, 'SM1'),
      async ({ context }) => {
        expect(await findByExternalId(context, 'twilio', 'SM1')).toMatchObject({ externalId: 'SM1' });
      },
    );
    expect(crashes).toBeGreaterThanOrEqual(4);
  });

  it('that was claimed for a message which does not name it yet is bound by whoever asks for it', async () => {
    const { context, table } = setUp();
    await putNewOutboundMessage(context, mine);
    await claimExternalId(context, mine, 'SM1');

    expect(await findByExternalId(context, 'twilio', 'SM1')).toMatchObject({ externalId: 'SM1' });
    expect(table.item(outboundMessageKey('acme', 'order-1'))).toMatchObject({ externalId: 'SM1' });
  });
});

describe('a claim on an external id', () => {
  it('holds while its message may still be written', async () => {
    const { context, advance } = setUp();
    await claimExternalId(context, mine, 'SM1');
    advance(CLAIM_MS - 1);

    expect(await claimExternalId(context, other, 'SM1')).toBe(false);
    expect(await findByExternalId(context, 'twilio', 'SM1')).toBeUndefined();
  });

  it('gives way once its message can no longer be written', async () => {
    const { context, advance } = setUp();
    await claimExternalId(context, mine, 'SM1');
    advance(CLAIM_MS);

    expect(await claimExternalId(context, other, 'SM1')).toBe(true);
  });

  it('gives way once its message names another external id', async () => {
    const { context, advance } = setUp();
    await putNewOutboundMessage(context, { ...mine, externalId: 'SM2' });
    await claimExternalId(context, mine, 'SM1');
    advance(CLAIM_MS);

    expect(await claimExternalId(context, foreign, 'SM1')).toBe(true);
  });

  it('holds for good while its message names none', async () => {
    const { context, advance } = setUp();
    await putNewOutboundMessage(context, mine);
    await claimExternalId(context, mine, 'SM1');
    advance(DAY_MS);

    expect(await claimExternalId(context, foreign, 'SM1')).toBe(false);
  });

  it('is given to one of two that find it abandoned', async () => {
    const { context, advance } = setUp();
    await claimExternalId(context, mine, 'SM1');
    advance(CLAIM_MS);

    const claimed = await Promise.all([
      claimExternalId(context, other, 'SM1'),
      claimExternalId(context, foreign, 'SM1'),
    ]);

    expect(claimed.sort()).toEqual([false, true]);
  });

  it('ends with its message', async () => {
    const { context, advance } = setUp();
    await putNewOutboundMessage(context, mine);
    await bindExternalId(context, mine, 'SM1');
    advance(30 * DAY_MS);

    expect(await findByExternalId(context, 'twilio', 'SM1')).toBeUndefined();
    expect(await claimExternalId(context, { ...foreign, expiresAt: foreign.expiresAt + 86_400 }, 'SM1')).toBe(
      true,
    );
  });
});
