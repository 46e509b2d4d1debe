import { describe, expect, it } from '@jest/globals';
import { fakeLambda, invoked } from '../testing/fake-client.ts';
import { createCallbackSpool } from './callback-spool.ts';

const spool = (answer: unknown) => {
  const { client, sent } = fakeLambda(() => invoked(answer));
  return { ...createCallbackSpool({ lambda: client, functionName: 'spool' }), sent };
};

describe('the function behind the callback spool', () => {
  it('is asked for one request', async () => {
    const { release, sent } = spool({ released: true, result: 'accepted' });
    const ref = { receivedAt: '2026-03-01T10:00:00.000Z', id: 'one' };
    expect(await release(ref)).toEqual({ released: true, result: 'accepted' });
    expect(JSON.parse(String(sent()[0]?.input.Payload))).toEqual({ action: 'release', ...ref });
  });

  it('must say why it did not', async () => {
    const { release } = spool({ released: false });
    await expect(release({ receivedAt: '', id: '' })).rejects.toMatchObject({
      code: 'function_answer_malformed',
    });
  });
});
