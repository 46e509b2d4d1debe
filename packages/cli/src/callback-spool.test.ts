import { describe, expect, it } from '@jest/globals';
import { fakeLambda, invoked } from '../testing/fake-client.ts';
import { releaseCallback } from './callback-spool.ts';

const answering = (answer: unknown) => {
  const { client, sent } = fakeLambda(() => invoked(answer));
  return { context: { lambda: client, callbackSpool: 'spool' }, sent };
};

describe('the function behind the callback spool', () => {
  it('is asked for one request', async () => {
    const { context, sent } = answering({ released: true, result: 'accepted' });
    const ref = { receivedAt: '2026-03-01T10:00:00.000Z', id: 'one' };
    expect(await releaseCallback(context, ref)).toEqual({ released: true, result: 'accepted' });
    expect(JSON.parse(String(sent()[0]?.input.Payload))).toEqual({ action: 'release', ...ref });
  });

  it('must say why it did not', async () => {
    const { context } = answering({ released: false });
    await expect(releaseCallback(context, { receivedAt: '', id: '' })).rejects.toMatchObject({
      code: 'function_answer_malformed',
    });
  });
});
