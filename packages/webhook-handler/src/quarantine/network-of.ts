import { isIPv4 } from 'node:net';

/** The network that an address is of, /24 or /64: whoever has one address of it has the others as well. */
export function networkOf(address: string): string {
  if (isIPv4(address)) return address.split('.').slice(0, 3).join('.');
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head.split(':').filter((group) => group !== '');
  // What stands for zeros matters only where they reach into the first four groups.
  const zeros = tail === undefined ? [] : Array.from({ length: 4 - Math.min(4, groups.length) }, () => '0');
  return [...groups, ...zeros].slice(0, 4).join(':');
}
