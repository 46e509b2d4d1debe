import { describe, expect, it } from '@jest/globals';
import { aBatch, setUpAcceptBatch } from '../../testing/accept-batch-setup.ts';
import { anEndpoint, TENANT_ID } from '../../testing/builders.ts';
import { SwitchyardError } from '../errors.ts';
import { readEvent } from '../events/event-store.ts';
import type { LineOutcome } from './batch-line.ts';

const COUNT = 120;
const answers = (outcomes: readonly LineOutcome[]) =>
  outcomes.map((outcome) =>
    outcome instanceof Error ? outcome.message : `${outcome.eventId} ${outcome.status}`,
  );

describe('a repeat of a batch with the same key', () => {
  it('is answered the same, and nothing is written or sent', async () => {
    const { accept, table, queue, counted } = setUpAcceptBatch({ endpoints: [anEndpoint()] });
    const first = await accept(aBatch(COUNT));
    const writes = table.writes().length;
    const second = await accept(aBatch(COUNT));

    expect(answers(second)).toEqual(answers(first));
    expect(second.every((outcome) => !(outcome instanceof Error) && outcome.repeated)).toBe(true);
    // Its own key is tried, and is there.
    expect(
      table
        .writes()
        .slice(writes)
        .map(({ operation }) => operation),
    ).toEqual(['put']);
    expect(queue.messages()).toHaveLength(COUNT);
    expect(counted.filter(([name]) => name === 'EventsAccepted')).toHaveLength(COUNT);
  });

  it('is answered the same when its endpoint is gone', async () => {
    const { accept, endpoints } = setUpAcceptBatch({ endpoints: [anEndpoint()] });
    const first = await accept(aBatch(2));
    for (const endpoint of endpoints.items()) endpoints.remove(endpoint);
    expect(answers(await accept(aBatch(2)))).toEqual(answers(first));
  });

  it('and another body is refused, and changes nothing', async () => {
    const { accept, table } = setUpAcceptBatch({ endpoints: [anEndpoint()] });
    await accept(aBatch(3));
    const items = table.items().length;
    await expect(accept(aBatch(4))).rejects.toMatchObject({ code: 'idempotency_conflict' });
    expect(table.items()).toHaveLength(items);
  });

  it('of another tenant is a batch of its own', async () => {
    const { accept } = setUpAcceptBatch({ endpoints: [anEndpoint(), anEndpoint({ tenantId: 'other' })] });
    const [mine, theirs] = [await accept(aBatch(1)), await accept(aBatch(1, { tenantId: 'other' }))];
    expect(answers(theirs)).not.toEqual(answers(mine));
  });

  it('does what was left open, and nothing else', async () => {
    const { accept, queue } = setUpAcceptBatch({ endpoints: [anEndpoint()] });
    queue.hooks.refuses = ({ event }) => Buffer.from(event?.payload ?? '', 'base64').toString() === '{"n":7}';
    const first = await accept(aBatch(COUNT));
    queue.hooks.refuses = () => false;
    const second = await accept(aBatch(COUNT));

    expect(first.filter((outcome) => outcome instanceof Error)).toHaveLength(1);
    expect(second[7]).toMatchObject({ status: 'PENDING', repeated: false });
    expect(second.filter((outcome) => !(outcome instanceof Error) && outcome.repeated)).toHaveLength(
      COUNT - 1,
    );
    expect(queue.messages()).toHaveLength(COUNT);
  });

  it('refuses again what is no event', async () => {
    const { accept, table } = setUpAcceptBatch({ endpoints: [anEndpoint()] });
    const refused = new SwitchyardError('not an object', { code: 'body_invalid' });
    const lines = [...aBatch(1).lines, refused];
    const first = await accept(aBatch(0, { lines }));
    const writes = table.writes().length;
    expect(answers(await accept(aBatch(0, { lines })))).toEqual(answers(first));
    expect(table.writes().slice(writes)).toHaveLength(1);
  });

  it('that comes while the first is at work waits for it', async () => {
    const { context, accept, queue } = setUpAcceptBatch({ endpoints: [anEndpoint()] });
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    queue.hooks.before = () => {
      reached.resolve();
      return gate.promise;
    };
    const first = accept(aBatch(5));
    await reached.promise;
    const sleep = context.sleep;
    let waits = 0;
    context.sleep = async (ms) => {
      waits += 1;
      if (waits === 2) {
        gate.resolve();
        await first;
      }
      return sleep(ms);
    };
    expect(answers(await accept(aBatch(5)))).toEqual(answers(await first));
    expect(queue.messages()).toHaveLength(5);
  });

  it('while the first does not end is asked to come back when its lease is over', async () => {
    const { accept, queue } = setUpAcceptBatch({ endpoints: [anEndpoint()] });
    const reached = Promise.withResolvers<void>();
    queue.hooks.before = () => {
      reached.resolve();
      return new Promise(() => undefined);
    };
    void accept(aBatch(5));
    await reached.promise;
    await expect(accept(aBatch(5))).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 27 });
  });
});

describe('a batch whose function was stopped at any call', () => {
  it('is completed by a repeat: each line once in the table, none without a message', async () => {
    let crashes = 0;
    for (const when of ['before', 'after'] as const) {
      for (let nth = 1; ; nth += 1) {
        const { accept, context, queue, time, stopAt } = setUpAcceptBatch({ endpoints: [anEndpoint()] });
        const crash = stopAt(nth, when);
        const first = await accept(aBatch(COUNT)).catch(() => []);
        crash.end();
        if (!crash.wasReached()) break;
        crashes += 1;
        const acknowledged = answers(first.filter((outcome) => !(outcome instanceof Error)));
        time.advance(30_000);
        const second = await accept(aBatch(COUNT));

        expect(second.filter((outcome) => outcome instanceof Error)).toEqual([]);
        expect(answers(second)).toEqual(expect.arrayContaining(acknowledged));
        const sent = new Set(queue.messages().map(({ eventId }) => eventId));
        for (const [index, outcome] of second.entries()) {
          if (outcome instanceof Error) throw outcome;
          expect(sent).toContain(outcome.eventId);
          const event = await readEvent(context, TENANT_ID, outcome.eventId);
          expect(Buffer.from(event?.payload ?? []).toString()).toBe(`{"n":${index}}`);
        }
        expect(sent.size).toBe(COUNT);
        expect(answers(await accept(aBatch(COUNT)))).toEqual(answers(second));
      }
    }
    // The batch, five writes of events, twelve sends, a note between and one at the end.
    expect(crashes).toBe(2 * (1 + 5 + 12 + 2));
  });
});
