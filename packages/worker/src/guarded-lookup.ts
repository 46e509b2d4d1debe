import type { LookupFunction } from 'node:net';
import { isGloballyRoutable, isLoopback } from '@switchyard/core/endpoints/global-address';
import { NameError, TargetRefusedError } from './failure.ts';
import type { ResolveHost } from './resolve-host.ts';

/**
 * The lookup of the connection itself: what was checked is what is connected to, so a name that answers differently
 * the second time gains nothing.
 *
 * @param options.signal ends the lookup when nobody waits for the connection any more
 */
export function createGuardedLookup(options: {
  readonly allowLoopback: boolean;
  readonly resolveHost: ResolveHost;
  readonly signal: AbortSignal;
}): LookupFunction {
  const { allowLoopback, resolveHost, signal } = options;
  const isAllowed = (address: string) =>
    isGloballyRoutable(address) || (allowLoopback && isLoopback(address));

  return (hostname, { all }, callback) => {
    resolveHost(hostname, signal).then(
      (addresses) => {
        if (addresses.length === 0) return callback(new NameError(hostname, 'ENOTFOUND'), '', 0);
        const allowed = addresses.filter(({ address }) => isAllowed(address));
        const [first] = allowed;
        if (first === undefined) return callback(refusal(hostname), '', 0);
        if (all === true) return callback(null, allowed);
        return callback(null, first.address, first.family);
      },
      (error) => callback(error, '', 0),
    );
  };
}

const refusal = (hostname: string) =>
  new TargetRefusedError(`${hostname} resolves only to addresses that are not on the public internet`);
