import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isGloballyRoutable, isLoopback } from '@switchyard/core/endpoints';

/** The name resolves only to addresses that a delivery must not reach. */
export class TargetRefusedError extends Error {
  readonly code = 'SWITCHYARD_TARGET_REFUSED';
}

export type Resolve = (
  hostname: string,
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

const resolveAll: Resolve = (hostname, callback) =>
  lookup(hostname, { all: true, verbatim: true }, (error, addresses) => callback(error, addresses ?? []));

/**
 * The lookup of the connection itself: what was checked is what is connected to, so a name that answers differently
 * the second time gains nothing.
 */
export function createGuardedLookup(options: {
  readonly allowLoopback: boolean;
  readonly resolve?: Resolve;
}): LookupFunction {
  const { allowLoopback, resolve = resolveAll } = options;
  const isAllowed = (address: string) =>
    isGloballyRoutable(address) || (allowLoopback && isLoopback(address));

  return (hostname, lookupOptions, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error !== null || addresses.length === 0) {
        callback(
          error ?? Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' }),
          '',
          0,
        );
        return;
      }
      const allowed = addresses.filter(({ address }) => isAllowed(address));
      const [first] = allowed;
      if (first === undefined) {
        callback(
          new TargetRefusedError(
            `${hostname} resolves only to addresses that are not on the public internet`,
          ),
          '',
          0,
        );
      } else if (lookupOptions.all === true) {
        callback(null, allowed);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}
