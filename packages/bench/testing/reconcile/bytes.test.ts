import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addEndpoints, urlOf } from '../crash/flows/outbound.ts';
import { runFlow } from '../crash/run-flow.ts';

/** JSON objects as people and programs write them: no two serializers agree on spaces, escapes and numbers. */
const spaces = fc.constantFrom('', ' ', '\t', '  ');
const value = fc.oneof(
  fc.json({ maxDepth: 2 }),
  fc.constantFrom(
    '1.0',
    '1e400',
    '-0',
    '12345678901234567890',
    '"\\u00e9"',
    '"é"',
    '"\\/"',
    '[ ]',
    '{ }',
    '"🚚"',
  ),
  fc.constantFrom('x', 'ab', '0123456789').map((text) => JSON.stringify(text.repeat(3_000))),
);
const body = fc
  .array(fc.tuple(spaces, fc.string({ unit: 'grapheme', maxLength: 5 }), spaces, value), {
    minLength: 1,
    maxLength: 4,
  })
  .map((fields) => {
    const text = fields.map(
      ([before, name, after, each]) => `${before}${JSON.stringify(name)}${after}:${after}${each}`,
    );
    return `{${text.join(',')}}`;
  });

it('whatever an event’s bytes are, its endpoint gets them, alone or in a batch, compressed or not', async () => {
  const bodies = fc.sample(body, 40);
  const { found, violations } = await runFlow({
    name: 'bytes',
    setUp: (stage) => addEndpoints(stage, { endpointId: 'one' }),
    run: async ({ caller }) => {
      for (const each of bodies.slice(0, 20)) await caller.send(each);
      await caller.sendBatch(bodies.slice(20), 'k');
    },
  });
  expect(violations).toEqual([]);
  const { acknowledged, receipts } = found;
  expect(acknowledged).toHaveLength(40);
  const byId = new Map(receipts.map((receipt) => [receipt.webhookId, receipt]));
  expect(acknowledged.map(({ eventId }) => byId.get(eventId)?.targetUrl)).toEqual(
    bodies.map(() => urlOf('one')),
  );
  expect(acknowledged.map(({ eventId }) => byId.get(eventId)?.body.toString())).toEqual(bodies);
});
