import { describe, expect, it } from '@jest/globals';
import { DAY_MS } from '@switchyard/core/testing';
import { OUTBOUND } from '../crash/flows/outbound.ts';
import { runFlow } from '../crash/run-flow.ts';
import { type Found, lookAround } from './found.ts';
import { violations } from './rules.ts';

async function after(flowName: string): Promise<Found> {
  const flow = OUTBOUND.find(({ name }) => name === flowName);
  if (flow === undefined) throw new Error(`There is no flow ${flowName}.`);
  return (await runFlow(flow)).found;
}
/** What is found once somebody has meddled with it. */
function meddled(found: Found, meddle: (found: Found) => void): string[] {
  meddle(found);
  return violations(lookAround(found.world, found.acknowledged, found.crashes));
}
const keysOf = ({ pk, sk }: Readonly<Record<string, unknown>>) => ({ pk, sk });
const deliveryOf = ({ items }: Found) => {
  const item = items.find(({ sk }) => String(sk).startsWith('DELIVERY#one'));
  if (item === undefined) throw new Error('There is no delivery.');
  return item;
};
const eventOf = ({ items }: Found) => items.find(({ sk }) => sk === 'EVENT') ?? {};

describe('what must hold is found missing when', () => {
  it.each<[string, string, (found: Found) => void, RegExp]>([
    [
      'an event is gone',
      'event-to-one',
      (found) => found.world.tables.events.remove(keysOf(eventOf(found))),
      /is not there/,
    ],
    [
      'an event has other bytes',
      'event-to-one',
      (found) => found.world.tables.events.store({ ...eventOf(found), payload: Buffer.from('{}') }),
      /other bytes than were sent/,
    ],
    [
      'a delivery is gone',
      'event-to-one',
      (found) => found.world.tables.events.remove(keysOf(deliveryOf(found))),
      /acknowledged and is absent/,
    ],
    [
      'a delivery waits for a message that is lost',
      'event-to-one',
      (found) => found.world.tables.events.store({ ...deliveryOf(found), status: 'FAILED' }),
      /acknowledged and is FAILED/,
    ],
    [
      'an endpoint never got what is delivered',
      'event-to-one',
      (found) => void found.world.receivers.receipts.splice(0),
      /never answered with a 2xx/,
    ],
    [
      'an endpoint got it twice without a crash',
      'event-to-one',
      (found) => found.world.receivers.receipts.push(...found.receipts),
      /has 1 attempts, and 2 requests/,
    ],
    [
      'an endpoint got it under another id too',
      'event-to-one',
      (found) =>
        found.world.receivers.receipts.push(
          ...found.receipts.map((receipt) => ({ ...receipt, webhookId: 'evt_other' })),
        ),
      /delivered under/,
    ],
    [
      'a signature is of another secret',
      'event-to-one',
      (found) => {
        for (const receipt of found.receipts)
          Object.assign(receipt, { headers: { ...receipt.headers, 'webhook-signature': 'v1,AAAA' } });
      },
      /unsigned/,
    ],
    [
      'the same attempt is there twice',
      'retry',
      (found) => {
        const item = deliveryOf(found);
        const attempts = [item.attempts].flat();
        found.world.tables.events.store({ ...item, attempts: [...attempts, attempts[0]] });
      },
      /not in order|there twice/,
    ],
    [
      'something was left to be sent',
      'event-to-one',
      (found) =>
        found.world.tables.events.store({
          ...deliveryOf(found),
          outbox: { kind: 'attempt', notBefore: DAY_MS },
        }),
      /still has attempt to send/,
    ],
    [
      'a dead letter is gone',
      'exhaust',
      (found) => found.world.queues.named('deliveries-dlq').messages.clear(),
      /has no dead letter/,
    ],
    [
      'the index does not show what is dead',
      'exhaust',
      (found) => {
        const { attentionPk: _, attentionSk: __, ...item } = deliveryOf(found);
        found.world.tables.events.store(item);
      },
      /is DLQ and in the index as ""/,
    ],
    [
      'something is held for an endpoint in service',
      'event-to-one',
      (found) => found.world.tables.events.store({ ...deliveryOf(found), status: 'HELD' }),
      /is HELD, and its endpoint is in service/,
    ],
    [
      'a message is left',
      'event-to-one',
      (found) => void found.world.queues.named('control-dlq').send('{}'),
      /1 messages are left in control-dlq/,
    ],
  ])('%s', async (_, flowName, meddle, expected) => {
    const found = await after(flowName);
    expect(violations(found)).toEqual([]);
    expect(meddled(found, meddle).join('\n')).toMatch(expected);
  });
});
