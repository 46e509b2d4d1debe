import { describe, expect, it } from '@jest/globals';
import { createTestTable } from '@switchyard/core/testing';
import { batchGet } from './batch-get.ts';
import type { Documents } from './documents.ts';

const keys = ['a', 'b', 'c'].map((pk) => ({ pk, sk: 'S' }));
const [a, b, c] = keys;
type Answer = Omit<Awaited<ReturnType<Documents['batchGet']>>, '$metadata'>;

function setUp(answer: () => Answer = () => ({})) {
  const { documents } = createTestTable();
  const sent: unknown[] = [];
  const waits: number[] = [];
  documents.batchGet = async ({ RequestItems }) => {
    sent.push(RequestItems);
    return { $metadata: {}, ...answer() };
  };
  return { sent, waits, context: { documents, sleep: async (ms: number) => waits.push(ms) } };
}

describe('a batch of reads', () => {
  it('is repeated for what DynamoDB did not get to', async () => {
    const answers: Answer[] = [
      { Responses: { events: [{ ...c }] }, UnprocessedKeys: { events: { Keys: [{ ...b }, { ...a }] } } },
      { Responses: { events: [{ ...a }] }, UnprocessedKeys: { events: { Keys: [{ ...b }] } } },
      { Responses: {}, UnprocessedKeys: { events: { Keys: [{ ...b }] } } },
      { Responses: { events: [{ ...b }] }, UnprocessedKeys: {} },
    ];
    const { context, sent, waits } = setUp(() => answers.shift() ?? {});

    expect(await batchGet(context, 'events', keys)).toEqual(keys);
    expect(sent.at(-1)).toEqual({ events: { Keys: [b], ConsistentRead: true } });
    expect(waits).toEqual([100]);
  });

  it('leaves out what is gone', async () => {
    const { context } = setUp(() => ({ Responses: { events: [{ ...c }, { ...a }] } }));

    expect(await batchGet(context, 'events', keys)).toEqual([a, c]);
  });

  it('is given up when nothing comes of it', async () => {
    const { context, sent } = setUp(() => ({ UnprocessedKeys: { events: { Keys: keys } } }));

    await expect(batchGet(context, 'events', keys)).rejects.toThrow('throttled');
    expect(sent).toHaveLength(6);
  });

  it('of nothing asks nothing', async () => {
    const { context, sent } = setUp();

    expect(await batchGet(context, 'events', [])).toEqual([]);
    expect(sent).toEqual([]);
  });
});
