import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isLinear } from '@switchyard/core/testing';
import { callbackCode } from '../src/providers/index.ts';
import { verifiedBefore } from '../src/verified-request.ts';
import { type HostileBody, hostileBodies } from './hostile-bodies.ts';
import { sendGridRequest } from './signed-requests.ts';

/** Work beside which what costs next to nothing is not measured. */
const steady = (shorter: number): unknown =>
  createHash('sha256')
    .update(Buffer.alloc(2 ** 20 / shorter))
    .digest();

/** Around the limits of parts, lines and all: what is beyond them is refused, and costs next to nothing. */
const SIZES = [11_000, 300_000];

const { callback } = sendGridRequest({ parts: [] });

async function parse({ route, rawBody, contentType }: HostileBody): Promise<string> {
  const request = { ...callback, route, rawBody, headers: { 'content-type': contentType } };
  try {
    await callbackCode(route).parse(verifiedBefore(request));
    return 'read';
  } catch (error) {
    return error instanceof Error ? error.name : 'thrown';
  }
}

/** Tests of the bodies with these names: several files have a share each, for they take long. */
export const testHostileBodies = (isMine: (name: string) => boolean): void =>
  describe.each(Object.entries(hostileBodies).filter(([name]) => isMine(name)))('a body: %s', (_, make) => {
    it.each(SIZES)('costs as much as its parts do, at %d bytes', async (bytes) => {
      const bodies = new Map([1, 16].map((shorter) => [shorter, make(Math.floor(bytes / shorter))]));
      const act = async (shorter: number) => {
        steady(shorter);
        await parse(bodies.get(shorter) ?? make(bytes));
      };
      expect(await isLinear(act)).toBe(true);
    });

    it('is read, or unreadable', async () => {
      expect(['read', 'CallbackParseError']).toContain(await parse(make(4_500_000)));
    });
  });
