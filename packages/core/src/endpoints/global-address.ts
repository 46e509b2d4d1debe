import { isIP, isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Whether the address is one of the public internet: unicast and in no block of IANA's special-purpose registries.
 * Blocks there that are "globally reachable" (AS112, AMT and the like) are not, since no endpoint lives in them.
 *
 * IPv6 forms that carry an IPv4 address (mapped, compatible, 6to4, NAT64, Teredo) are refused whatever they carry.
 * So is every text that is not an address in its strict spelling: `127.1`, `0177.0.0.1`, `2130706433`, `::1%lo`.
 */
export function isGloballyRoutable(address: string): boolean {
  // `isIP` is strict where `ipaddr.parse` reads octal, hexadecimal and short forms; it does allow zones.
  if (isIP(address) === 0 || address.includes('%')) return false;
  if (isIPv4(address)) return ipaddr.IPv4.parse(address).range() === 'unicast';
  const parsed = ipaddr.IPv6.parse(address);
  return isGlobalUnicast(parsed) && parsed.range() === 'unicast';
}

/** Whether the address is `127.0.0.0/8` or `::1`. Other spellings of loopback, such as `::ffff:127.0.0.1`, are not. */
export function isLoopback(address: string): boolean {
  if (isIPv4(address)) return ipaddr.IPv4.parse(address).range() === 'loopback';
  return isIP(address) === 6 && !address.includes('%') && ipaddr.IPv6.parse(address).range() === 'loopback';
}

/** In `2000::/3`, all that IANA has opened for it; an IPv6 address outside of it has no business on the internet. */
const isGlobalUnicast = ({ parts: [first = 0] }: ipaddr.IPv6): boolean => first >>> 13 === 0b001;
