import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import {
  advance,
  claimExternalId,
  MAX_KEPT_OF_A_KIND,
  type MessageStatus,
  messageStatusSchema,
  outboundMessageKey,
  setExternalId,
  timelineEntrySchema,
  timelineKey,
} from '@switchyard/core/messages';
import { aMessageItem, crashAtEachCall, DAY_MS, NOW } from '@switchyard/core/testing';
import fc from 'fast-check';
import { aStatusReport, type StatusSetup, setUpStatuses } from '../../testing/status-setup.ts';
import { MAX_DETAILS_BYTES } from './record-status.ts';
import type { StatusReport } from './status-report.ts';

async function setUp() {
  const setup = setUpStatuses();
  await setup.register();
  setup.table.calls.length = 0;
  return setup;
}

const message = ({ table }: StatusSetup) => table.item(outboundMessageKey('acme', 'order-1'));
const timeline = ({ table }: StatusSetup) =>
  table
    .items()
    .filter(({ sk }) => String(sk).startsWith('TIMELINE#'))
    .map((item) => timelineEntrySchema.parse(item));
const statusReport = (status: MessageStatus, changes: Partial<StatusReport> = {}) =>
  aStatusReport({ status, rawStatus: status, eventId: `SM1:${status}:`, ...changes });
const open = aStatusReport({ kind: 'open', status: undefined, rawStatus: 'email.opened', eventId: 'msg_1' });

describe('a report on a message', () => {
  it('is put into its timeline and moves its status on', async () => {
    const setup = await setUp();
    const report = aStatusReport({ errorCode: '30008', details: { reason: 'unknown', hops: [1, 2] } });

    const result = await setup.recordStatus(report);

    expect(result).toMatchObject({
      kind: 'recorded',
      changed: 'delivered',
      message: { status: 'delivered' },
    });
    expect(message(setup)).toMatchObject({
      status: 'delivered',
      statusAt: report.occurredAt,
      updatedAt: toIso(NOW),
      externalId: 'SM1',
    });
    expect(timeline(setup)).toEqual([
      {
        provider: 'twilio',
        eventId: 'SM1:delivered:',
        externalId: 'SM1',
        kind: 'status',
        status: 'delivered',
        rawStatus: 'delivered',
        errorCode: '30008',
        occurredAt: report.occurredAt,
        receivedAt: report.receivedAt,
        details: '{"reason":"unknown","hops":[1,2]}',
        expiresAt: message(setup)?.expiresAt,
      },
    ]);
  });

  it('costs two reads and two writes, and one write when the status stays', async () => {
    const setup = await setUp();

    await setup.recordStatus(statusReport('delivered'));
    expect(setup.table.calls.map(({ operation }) => operation)).toEqual(['get', 'get', 'put', 'update']);

    setup.table.calls.length = 0;
    await setup.recordStatus(statusReport('sent'));
    expect(setup.table.calls.map(({ operation }) => operation)).toEqual(['get', 'get', 'put']);
  });

  it('that came before is in the timeline once, as it came first', async () => {
    const setup = await setUp();
    await setup.recordStatus(aStatusReport());

    const again = aStatusReport({ receivedAt: toIso(NOW + 9_000), occurredAt: toIso(NOW + 9_000) });
    const result = await setup.recordStatus(again);

    expect(result).toMatchObject({ kind: 'duplicate', entry: { receivedAt: toIso(NOW + 2_000) } });
    expect(result).not.toHaveProperty('changed');
    expect(timeline(setup)).toHaveLength(1);
    expect(message(setup)).toMatchObject({ statusAt: toIso(NOW + 2_000) });
  });

  it('that came too late is in the timeline and does not move the status back', async () => {
    const setup = await setUp();
    await setup.recordStatus(statusReport('read'));

    const result = await setup.recordStatus(statusReport('sent'));

    expect(result).toMatchObject({ kind: 'recorded', message: { status: 'read' } });
    expect(result).not.toHaveProperty('changed');
    expect(timeline(setup)).toHaveLength(2);
    expect(message(setup)).toMatchObject({ status: 'read' });
  });

  it.each(['open', 'click', 'other'] as const)('of kind %s leaves the status as it is', async (kind) => {
    const setup = await setUp();

    await setup.recordStatus(aStatusReport({ kind }));

    expect(message(setup)).toMatchObject({ status: 'registered' });
    expect(timeline(setup)).toMatchObject([{ kind }]);
    expect(timeline(setup)[0]).not.toHaveProperty('status');
  });

  it('of nobody’s message is written nowhere', async () => {
    const setup = await setUp();

    expect(await setup.recordStatus(aStatusReport({ externalId: 'SM2' }))).toEqual({ kind: 'no_match' });
    expect(setup.table.writes()).toEqual([]);
  });

  it('of one tenant’s message leaves another’s of the same id alone', async () => {
    const setup = await setUp();
    const foreign = await setup.register(aMessageItem({ tenantId: 'globex', externalId: 'SM2' }));

    await setup.recordStatus(aStatusReport());

    expect(setup.table.item(outboundMessageKey('globex', 'order-1'))).toMatchObject(foreign);
  });

  it('with more details than an item holds keeps everything else', async () => {
    const setup = await setUp();

    await setup.recordStatus(aStatusReport({ details: { link: 'x'.repeat(MAX_DETAILS_BYTES) } }));

    expect(timeline(setup)).toMatchObject([{ status: 'delivered', details: '{"truncated":true}' }]);
  });

  it('is new when the entry that is there is from a former message of the same id', async () => {
    const setup = setUpStatuses();
    await setup.register();
    await setup.recordStatus(aStatusReport());
    setup.advance(30 * DAY_MS);
    await setup.register(aMessageItem({ externalId: 'SM1', expiresAt: (NOW + 60 * DAY_MS) / 1000 }));

    const result = await setup.recordStatus(aStatusReport());

    expect(result).toMatchObject({ kind: 'recorded', changed: 'delivered' });
  });
});

describe('at the same time, two reports', () => {
  it('both reach the timeline, and the further status wins', async () => {
    const setup = await setUp();

    await Promise.all(
      (['sent', 'read', 'delivered', 'queued'] as const).map((status) =>
        setup.recordStatus(statusReport(status)),
      ),
    );

    expect(timeline(setup)).toHaveLength(4);
    expect(message(setup)).toMatchObject({ status: 'read' });
  });

  it('of which one gives way does not take back what the other wrote in between', async () => {
    const setup = await setUp();
    let interfered = false;
    setup.table.hooks.before = async ({ operation }) => {
      if (operation !== 'update' || interfered) return;
      interfered = true;
      await setup.recordStatus(statusReport('failed'));
    };

    const result = await setup.recordStatus(statusReport('delivered'));

    expect(result).toMatchObject({ kind: 'recorded' });
    expect(result).not.toHaveProperty('changed');
    expect(message(setup)).toMatchObject({ status: 'failed' });
  });

  it('that are the same one make one entry', async () => {
    const setup = await setUp();

    const results = await Promise.all([setup.recordStatus(open), setup.recordStatus(open)]);

    expect(results.map(({ kind }) => kind).sort()).toEqual(['duplicate', 'recorded']);
    expect(timeline(setup)).toHaveLength(1);
  });

  it('or a report and a change of the external id do not undo each other', async () => {
    const setup = setUpStatuses();
    const item = await setup.register();
    await claimExternalId(setup.context, item, 'SM2');
    setup.table.hooks.before = async ({ operation }) => {
      if (operation !== 'update') return;
      setup.table.hooks.before = () => undefined;
      await setExternalId(setup.context, item, 'SM2');
    };

    await setup.recordStatus(aStatusReport());

    expect(message(setup)).toMatchObject({ externalId: 'SM2', status: 'delivered' });
  });
});

describe('a crash at any point, then a repeat', () => {
  it.each([
    ['a status', aStatusReport()],
    ['an open', open],
  ])('leaves one entry and the right status: %s', async (_, report) => {
    const crashes = await crashAtEachCall(
      setUp,
      ({ recordStatus }) => recordStatus(report),
      (setup, crash) => {
        expect({ crash, entries: timeline(setup).length }).toEqual({ crash, entries: 1 });
        expect(message(setup)).toMatchObject({ status: report.status ?? 'registered' });
      },
    );
    expect(crashes).toBeGreaterThanOrEqual(6);
  });

  it('names the change when the first try did not get to it', async () => {
    const setup = await setUp();
    setup.table.hooks.before = ({ operation }) => {
      if (operation === 'update') throw new Error('The function was stopped');
    };
    await expect(setup.recordStatus(aStatusReport())).rejects.toThrow('stopped');
    setup.table.hooks.before = () => undefined;

    expect(await setup.recordStatus(aStatusReport())).toMatchObject({
      kind: 'duplicate',
      changed: 'delivered',
    });
  });
});

it('reports come to the same in any order and however often', async () => {
  const reported = fc.uniqueArray(fc.constantFrom(...messageStatusSchema.options), { minLength: 1 });
  const deliveries = reported.chain((statuses) =>
    fc.tuple(
      fc.constant(statuses),
      fc.shuffledSubarray([...statuses, ...statuses, ...statuses], { minLength: 0 }),
      fc.shuffledSubarray(statuses, { minLength: statuses.length }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(deliveries, async ([statuses, some, all]) => {
      const setup = await setUp();
      for (const status of [...some, ...all]) await setup.recordStatus(statusReport(status));

      expect(timeline(setup)).toHaveLength(statuses.length);
      expect(message(setup)).toMatchObject({ status: statuses.reduce(advance, 'registered') });
    }),
    { numRuns: 60 },
  );
});

it('an entry lies under its message', async () => {
  const setup = await setUp();
  await setup.recordStatus(aStatusReport());

  expect(setup.table.item(timelineKey('acme', 'order-1', 'SM1:delivered:'))).toMatchObject({
    pk: 'TENANT#acme#MESSAGE#order-1',
    sk: 'TIMELINE#SM1:delivered:',
  });
});

describe('opens and clicks beyond those that are kept', () => {
  const openOf = (n: number) => ({ ...open, eventId: `msg_${n}` });
  const setUpWith = async (opens: number) => {
    const setup = setUpStatuses();
    await setup.register(aMessageItem({ externalId: 'SM1', opens }));
    return setup;
  };

  it('are counted, each once, without an entry in the timeline and without an event', async () => {
    const setup = await setUpWith(0);
    for (let n = 0; n < MAX_KEPT_OF_A_KIND + 5; n += 1) await setup.receiveStatus(openOf(n), 'request-1');
    for (const n of [3, MAX_KEPT_OF_A_KIND + 4, 0, MAX_KEPT_OF_A_KIND + 4])
      expect(await setup.receiveStatus(openOf(n), 'request-2')).toEqual({ kind: 'duplicate' });

    expect(timeline(setup).filter(({ kind }) => kind === 'open')).toHaveLength(MAX_KEPT_OF_A_KIND + 5);
    const kept = setup.table.items().filter(({ pk }) => pk === outboundMessageKey('acme', 'order-1').pk);
    expect(kept).toHaveLength(1 + MAX_KEPT_OF_A_KIND);
    expect(message(setup)).toMatchObject({ opens: MAX_KEPT_OF_A_KIND + 5 });
    expect(setup.emitted()).toHaveLength(MAX_KEPT_OF_A_KIND);
  });

  it('leave clicks and statuses as they are', async () => {
    const setup = await setUpWith(MAX_KEPT_OF_A_KIND);
    await setup.receiveStatus(openOf(1), 'request-1');
    await setup.receiveStatus({ ...openOf(2), kind: 'click' }, 'request-1');
    await setup.receiveStatus(statusReport('delivered'), 'request-1');

    expect(message(setup)).toMatchObject({ opens: MAX_KEPT_OF_A_KIND + 1, clicks: 1, status: 'delivered' });
    expect(setup.emitted().map(({ event }) => event.type)).toEqual(['email.clicked', 'message.delivered']);
  });

  it.each([0, MAX_KEPT_OF_A_KIND])(
    'count once after a crash at any point and a repeat, beside %d',
    async (opens) => {
      const crashes = await crashAtEachCall(
        () => setUpWith(opens),
        async ({ receiveStatus, time }) => {
          time.advance(60_000);
          await receiveStatus(openOf(1), 'request-1');
        },
        (setup, crash) => {
          expect({ crash, opens: message(setup)?.opens }).toEqual({ crash, opens: opens + 1 });
        },
      );
      expect(crashes).toBeGreaterThanOrEqual(10);
    },
  );
});
