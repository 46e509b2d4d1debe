import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { createRandom } from '../world/random.ts';

/** Makes all random ids of this process follow from a seed, so that it gives the same run again. */
export function seedCrypto(seed: number): void {
  const random = createRandom(seed);
  const randomBytes = (size: number): Buffer =>
    Buffer.from(Array.from({ length: size }, () => Math.floor(random() * 256)));
  const hex = (size: number): string => randomBytes(size).toString('hex');
  Object.assign(crypto, {
    randomBytes,
    randomUUID: () => `${hex(4)}-${hex(2)}-${hex(2)}-${hex(2)}-${hex(6)}`,
  });
  syncBuiltinESMExports();
}
