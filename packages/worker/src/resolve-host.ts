import type { LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import type { Clock } from '@switchyard/core/clock';
import { NameError } from './failure.ts';
import { addressesInHosts } from './hosts-file.ts';

/** All addresses of a name. @throws NameError when there is none, or no answer in time */
export type ResolveHost = (hostname: string, signal: AbortSignal) => Promise<readonly LookupAddress[]>;

/** A name that is not answered for by then has failed. */
const LOOKUP_MS = 2_500;
/** So much of that is left to one query before it is repeated, to the next server if there are several: UDP loses some. */
const QUERY_PART = 1 / 5;
const QUERIES = 3;
/** How long one family's answer waits for the other's. */
const OTHER_FAMILY_MS = 250;
/** An answer serves the requests of a batch, which do not all begin in the same moment. */
const KEEP_FOUND_MS = 1_000;
/** A name that has just failed is not asked for again at once: its retries come later. */
const KEEP_FAILED_MS = 5_000;
const MAX_NAMES = 1_000;

export type ResolveHostOptions = {
  readonly clock: Clock;
  /** Name servers to ask instead of the system's, such as `127.0.0.1:5353`. */
  readonly servers?: readonly string[];
  readonly lookupMs?: number;
  readonly readHosts?: (hostname: string) => readonly LookupAddress[];
};

type Entry = {
  readonly found: Promise<readonly LookupAddress[]>;
  readonly cancel: () => void;
  waiting: number;
  /** ms since the epoch; undefined while the lookup is under way */
  keepUntil?: number;
};

/**
 * Resolves names apart from one another and from everything else of the process: `dns.lookup` has a few threads, of
 * which some names that are never answered for take all, also those of our own calls to AWS. Here each name is a query
 * of its own that waits for nobody, with a limit of its own, asked once for all who want it at the same time.
 */
export function createResolveHost(options: ResolveHostOptions): ResolveHost {
  const { clock, servers, lookupMs = LOOKUP_MS, readHosts = addressesInHosts } = options;
  const entries = new Map<string, Entry>();

  function begin(hostname: string): Entry {
    const resolver = new Resolver({ timeout: Math.ceil(lookupMs * QUERY_PART), tries: QUERIES });
    if (servers !== undefined) resolver.setServers(servers);
    const found = ask(resolver, hostname, lookupMs);
    const entry: Entry = { found, cancel: () => resolver.cancel(), waiting: 0 };
    const keep = (ms: number) => {
      entry.keepUntil = clock() + ms;
    };
    found.then(
      () => keep(KEEP_FOUND_MS),
      () => keep(KEEP_FAILED_MS),
    );
    if (entries.size >= MAX_NAMES) entries.clear();
    entries.set(hostname, entry);
    return entry;
  }

  return async (hostname, signal) => {
    const known = readHosts(hostname);
    if (known.length > 0) return known;
    const kept = entries.get(hostname);
    const isKept = kept !== undefined && (kept.keepUntil === undefined || clock() < kept.keepUntil);
    const entry = isKept ? kept : begin(hostname);
    entry.waiting += 1;
    const leave = () => {
      entry.waiting -= 1;
      if (entry.waiting > 0 || entry.keepUntil !== undefined) return;
      // Its failure says nothing about the name.
      entries.delete(hostname);
      entry.cancel();
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await entry.found;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  };
}

/** Both families at once; IPv4 first, since a function outside of a VPC has no way to IPv6. */
async function ask(resolver: Resolver, hostname: string, limitMs: number): Promise<readonly LookupAddress[]> {
  const timers: NodeJS.Timeout[] = [];
  const after = (ms: number) => new Promise<void>((resolve) => timers.push(setTimeout(resolve, ms)));
  const queries = [resolver.resolve4(hostname), resolver.resolve6(hostname)].map((query, index) =>
    query.then((addresses) => addresses.map((address) => ({ address, family: index === 0 ? 4 : 6 }))),
  );
  const settled = Promise.allSettled(queries);
  const first = Promise.any(queries).then(
    () => after(OTHER_FAMILY_MS),
    () => undefined,
  );
  try {
    await Promise.race([settled, first, after(limitMs)]);
  } finally {
    for (const timer of timers) clearTimeout(timer);
    resolver.cancel();
  }
  // What was still under way has just been cancelled, so all are settled.
  const results = await settled;
  const addresses = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  if (addresses.length > 0) return addresses;
  throw new NameError(hostname, codeOf(results));
}

/** The worse of two failures: that a name has no address of one family says nothing when the other was not answered. */
function codeOf(results: readonly PromiseSettledResult<unknown>[]): string {
  const codes = results.flatMap((result) =>
    result.status === 'rejected' && typeof result.reason?.code === 'string'
      ? [String(result.reason.code)]
      : [],
  );
  const failed = codes.find((code) => code !== 'ENOTFOUND' && code !== 'ENODATA');
  // A query is cancelled by us, when its time is over.
  return failed === 'ECANCELLED' ? 'ETIMEOUT' : (failed ?? 'ENOTFOUND');
}
