import { describe, expect, it } from '@jest/globals';
import { anEndpoint, aSecret, SECRET } from '../../testing/builders.ts';
import { createTestContext } from '../../testing/test-context.ts';
import { validSecrets } from './endpoint.ts';
import { requireEndpoint } from './require-endpoint.ts';
import { type RotateSecretInput, rotateSecret } from './rotate-secret.ts';

const ID = { tenantId: 'acme', endpointId: 'default' };
const DAY = 86_400;

function setUp(changes: Parameters<typeof anEndpoint>[0] = {}) {
  const { context, time } = createTestContext({ endpoints: [anEndpoint(changes)] });
  const random = (size: number) => new Uint8Array(size).fill(3);
  return {
    time,
    rotate: (input: Partial<RotateSecretInput>) =>
      rotateSecret({ ...context, random }, { ...ID, overlapSeconds: DAY, ...input }),
    /** The secrets that sign now, newest first. */
    signing: async () => validSecrets(await requireEndpoint(context, ID), time.clock()),
  };
}

describe('rotating a secret', () => {
  it('lets the old one sign on for the overlap, and no longer', async () => {
    const { rotate, signing, time } = setUp();
    expect(await rotate({})).toMatchObject({ secret: aSecret(3) });
    expect(await signing()).toEqual([aSecret(3), SECRET]);
    time.advance(DAY * 1_000 - 1);
    expect(await signing()).toEqual([aSecret(3), SECRET]);
    time.advance(1);
    expect(await signing()).toEqual([aSecret(3)]);
  });

  it('makes an ed25519 key where that is asked for, and another one the next time', async () => {
    const { rotate, signing } = setUp();
    const { endpoint, secret } = await rotate({ signature: 'ed25519' });
    expect(await signing()).toEqual([expect.stringMatching(/^whsk_/), SECRET]);
    expect(endpoint.publicKeysId).toMatch(/^[\w-]{22}$/);
    const again = await rotate({ overlapSeconds: 0 });
    // The random of this test always gives the same.
    expect([again.secret, again.endpoint.publicKeysId]).toEqual([secret, endpoint.publicKeysId]);
    expect((await rotate({ signature: 'hmac' })).endpoint.publicKeysId).toBe(endpoint.publicKeysId);
  });

  it('never lets one sign for longer than it was to', async () => {
    const { rotate, signing, time } = setUp();
    await rotate({ secret: aSecret(8), overlapSeconds: 60 });
    await rotate({ secret: aSecret(9), overlapSeconds: 7 * DAY });
    expect(await signing()).toEqual([aSecret(9), aSecret(8), SECRET]);
    time.advance(60_000);
    expect(await signing()).toEqual([aSecret(9), aSecret(8)]);
  });

  it('without an overlap revokes all others now', async () => {
    const { rotate, signing } = setUp();
    await rotate({ secret: aSecret(8) });
    await rotate({ secret: aSecret(9), overlapSeconds: 0 });
    expect(await signing()).toEqual([aSecret(9)]);
  });

  it('with the newest one makes none, and may end the overlap early', async () => {
    const { rotate, signing } = setUp();
    await rotate({ secret: aSecret(8) });
    expect(await rotate({ secret: aSecret(8) })).toMatchObject({ secret: aSecret(8) });
    expect(await signing()).toEqual([aSecret(8), SECRET]);
    await rotate({ secret: aSecret(8), overlapSeconds: 0 });
    expect(await signing()).toEqual([aSecret(8)]);
  });

  it('keeps ten at most', async () => {
    const { rotate, signing } = setUp();
    for (let fill = 20; fill < 29; fill += 1) await rotate({ secret: aSecret(fill) });
    await expect(rotate({ secret: aSecret(40) })).rejects.toMatchObject({ code: 'too_many_secrets' });
    expect(await signing()).toHaveLength(10);
    await rotate({ secret: aSecret(40), overlapSeconds: 0 });
    expect(await signing()).toEqual([aSecret(40)]);
  });
});
