import { describe, expect, it } from '@jest/globals';
import { fakeDocuments } from '../testing/fake-client.ts';
import { createBatchGet } from './batch-get.ts';

const keys = ['a', 'b', 'c'].map((pk) => ({ pk, sk: 'S' }));
const [a, b, c] = keys;

describe('a batch of reads', () => {
  it('is repeated for what DynamoDB did not get to', async () => {
    const answers = [
      { Responses: { events: [c] }, UnprocessedKeys: { events: { Keys: [b, a] } } },
      { Responses: { events: [a] }, UnprocessedKeys: { events: { Keys: [b] } } },
      { Responses: {}, UnprocessedKeys: { events: { Keys: [b] } } },
      { Responses: { events: [b] }, UnprocessedKeys: {} },
    ];
    const { client, sent } = fakeDocuments(() => answers.shift());
    const waits: number[] = [];
    const sleep = async (ms: number) => waits.push(ms);
    expect(await createBatchGet({ documents: client, tableName: 'events', sleep })(keys)).toEqual(keys);
    expect(sent().at(-1)?.input.RequestItems).toEqual({ events: { Keys: [b], ConsistentRead: true } });
    expect(waits).toEqual([100]);
  });

  it('leaves out what is gone', async () => {
    const { client } = fakeDocuments(() => ({ Responses: { events: [c, a] } }));
    const batchGet = createBatchGet({ documents: client, tableName: 'events', sleep: async () => undefined });
    expect(await batchGet(keys)).toEqual([a, c]);
  });

  it('is given up when nothing comes of it', async () => {
    const { client, sent } = fakeDocuments(() => ({ UnprocessedKeys: { events: { Keys: keys } } }));
    const batchGet = createBatchGet({ documents: client, tableName: 'events', sleep: async () => undefined });
    await expect(batchGet(keys)).rejects.toThrow('throttled');
    expect(sent()).toHaveLength(7);
  });

  it('of nothing asks nothing', async () => {
    const { client, sent } = fakeDocuments();
    const batchGet = createBatchGet({ documents: client, tableName: 'events', sleep: async () => undefined });
    expect(await batchGet([])).toEqual([]);
    expect(sent()).toEqual([]);
  });
});
