import type { LookupAddress } from 'node:dns';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';

const HOSTS_FILE = '/etc/hosts';

/** The addresses that this machine's own file of hosts gives a name; `localhost` always has those of loopback. */
export function addressesInHosts(hostname: string): readonly LookupAddress[] {
  const found = parseHosts(readHosts(), hostname);
  if (found.length > 0 || hostname !== 'localhost') return found;
  return [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ];
}

/** Lines of `address name alias…`, `#` begins a comment: hosts(5). */
export function parseHosts(text: string, hostname: string): readonly LookupAddress[] {
  return text.split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    const family = isIP(address);
    const isNamed = names.some((name) => name.toLowerCase() === hostname.toLowerCase());
    return family !== 0 && isNamed ? [{ address, family }] : [];
  });
}

function readHosts(): string {
  try {
    return readFileSync(HOSTS_FILE, 'utf8');
  } catch {
    // A machine need not have one.
    return '';
  }
}
