import { describe, expect, it } from '@jest/globals';
import { createTestContext } from '../../testing/index.ts';
import { putIfAbsent } from './condition.ts';

const item = { pk: 'a', sk: 'b', expiresAt: 4_000_000_000 };

describe('a write of what must be absent', () => {
  it('knows itself when the SDK repeats it because its answer was lost', async () => {
    const { context } = createTestContext();
    const { documents } = context;
    const twice = {
      ...documents,
      put: async (input: Parameters<typeof documents.put>[0]) => {
        await documents.put(input);
        return documents.put(input);
      },
    };
    expect(await putIfAbsent({ ...context, documents: twice }, item)).toBe(true);
    expect(await putIfAbsent({ ...context, documents: twice }, item)).toBe(false);
  });
});
