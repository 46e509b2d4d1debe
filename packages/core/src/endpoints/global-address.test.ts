import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isGloballyRoutable, isLoopback } from './global-address.ts';

// IANA's special-purpose registries, written out here so that they do not depend on the library under test.
const IPV4_SPECIAL = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;
// First 128 bits in hex, and the length of the prefix.
const IPV6_SPECIAL = [
  ['unspecified, loopback, IPv4-compatible', '0'.repeat(32), 96],
  ['IPv4-mapped', `${'0'.repeat(20)}ffff${'0'.repeat(8)}`, 96],
  ['IPv4-translated', `${'0'.repeat(16)}ffff${'0'.repeat(12)}`, 96],
  ['NAT64', `0064ff9b${'0'.repeat(24)}`, 96],
  ['local-use NAT64', `0064ff9b0001${'0'.repeat(20)}`, 48],
  ['discard', `0100${'0'.repeat(28)}`, 64],
  ['IETF protocol assignments', `2001${'0'.repeat(28)}`, 23],
  ['Teredo', `2001${'0'.repeat(28)}`, 32],
  ['benchmarking', `20010002${'0'.repeat(24)}`, 48],
  ['ORCHID', `20010010${'0'.repeat(24)}`, 28],
  ['ORCHIDv2', `20010020${'0'.repeat(24)}`, 28],
  ['drone ids', `20010030${'0'.repeat(24)}`, 28],
  ['documentation', `20010db8${'0'.repeat(24)}`, 32],
  ['documentation (2024)', `3fff${'0'.repeat(28)}`, 20],
  ['6to4', `2002${'0'.repeat(28)}`, 16],
  ['AS112', `2620004f8000${'0'.repeat(20)}`, 48],
  ['segment routing', `5f00${'0'.repeat(28)}`, 16],
  ['unique local', `fc00${'0'.repeat(28)}`, 7],
  ['link local', `fe80${'0'.repeat(28)}`, 10],
  ['site local', `fec0${'0'.repeat(28)}`, 10],
  ['multicast', `ff00${'0'.repeat(28)}`, 8],
] as const;

const ipv4Number = (text: string) => text.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
const ipv4Text = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
const ipv6Text = (value: bigint) => (value.toString(16).padStart(32, '0').match(/.{4}/g) ?? []).join(':');

const ipv4Special = fc
  .constantFrom(...IPV4_SPECIAL)
  .chain(([base, bits]) => fc.nat(2 ** (32 - bits) - 1).map((offset) => ipv4Text(ipv4Number(base) + offset)));
const ipv4Any = fc.nat(2 ** 32 - 1).map(ipv4Text);
const ipv4Hex = (text: string) => ipv4Number(text).toString(16).padStart(8, '0').replace(/^.{4}/, '$&:');

describe('isGloballyRoutable', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '52.95.110.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '169.253.255.255',
    '169.255.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.0.1.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '1.0.0.0',
    '2606:4700:4700::1111',
    '2A00:1450:4001:80B::200E',
    '2001:200::',
    '2001:db7:ffff::',
    '2001:db9::',
    '2003::1',
    '2600:1f18::1',
    '3fff:1000::',
    '2001:4860:4860::8888',
  ])('accepts %s', (address) => {
    expect(isGloballyRoutable(address)).toBe(true);
  });

  it.each([
    ['this network', '0.0.0.0'],
    ['private', '10.1.2.3'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['shared (carrier NAT)', '100.64.0.1'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['instance metadata', '169.254.169.254'],
    ['container credentials', '169.254.170.2'],
    ['Lambda sandbox', '169.254.76.1'],
    ['NAT64 discovery', '192.0.0.170'],
    ['6to4 relay', '192.88.99.1'],
    ['benchmarking', '198.19.255.255'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['instance metadata', 'fd00:ec2::254'],
    ['link local', 'fe80::1'],
    ['site local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['documentation', '2001:db8::1'],
    ['mapped private', '::ffff:10.0.0.1'],
    ['mapped metadata in hex', '::ffff:a9fe:a9fe'],
    ['mapped public', '::ffff:8.8.8.8'],
    ['compatible', '::127.0.0.1'],
    ['compatible public', '::8.8.8.8'],
    ['translated', '::ffff:0:127.0.0.1'],
    ['6to4 of loopback', '2002:7f00:1::'],
    ['NAT64 of metadata', '64:ff9b::a9fe:a9fe'],
    ['local NAT64', '64:ff9b:1::1'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['outside 2000::/3', '4000::1'],
    ['outside 2000::/3', '1fff:ffff::1'],
  ])('refuses %s: %s', (_, address) => {
    expect(isGloballyRoutable(address)).toBe(false);
  });

  it.each([
    '0177.0.0.1',
    '010.8.8.8',
    '08.8.8.8',
    '0x7f.0.0.1',
    '0x08080808',
    '127.1',
    '8.8',
    '8.8.2056',
    '2130706433',
    '134744072',
    '8.8.8.8.',
    ' 8.8.8.8',
    '8.8.8.8\n',
    '8.8.8.8/32',
    '8.8.8.8:443',
    '256.8.8.8',
    '٨.8.8.8',
    '',
    'localhost',
    'example.com',
    'fe80::1%eth0',
    '2606:4700:4700::1111%eth0',
    '2606:4700:4700::1111%',
    '[2606:4700:4700::1111]',
    '::ffff:0177.0.0.1',
    '2606:4700:4700:::1111',
  ])('refuses "%s", which is not an address in strict spelling', (address) => {
    expect(isGloballyRoutable(address)).toBe(false);
  });

  it('refuses every IPv4 address of the special-purpose registry', () => {
    fc.assert(
      fc.property(ipv4Special, (address) => !isGloballyRoutable(address)),
      { numRuns: 2000 },
    );
  });

  it.each(IPV6_SPECIAL)('refuses every IPv6 address of the special-purpose registry: %s', (_, base, bits) => {
    const offsets = fc.bigInt({ min: 0n, max: 2n ** BigInt(128 - bits) - 1n });
    fc.assert(fc.property(offsets, (offset) => !isGloballyRoutable(ipv6Text(BigInt(`0x${base}`) + offset))));
  });

  it.each([
    ['mapped', (ip: string) => `::ffff:${ip}`],
    ['mapped, in hex', (ip: string) => `::ffff:${ipv4Hex(ip)}`],
    ['compatible', (ip: string) => `::${ip}`],
    ['6to4', (ip: string) => `2002:${ipv4Hex(ip)}::1`],
    ['NAT64', (ip: string) => `64:ff9b::${ip}`],
    ['Teredo', (ip: string) => `2001::${ipv4Hex(ip)}`],
  ])('refuses every IPv4 address in the IPv6 form %s', (_, embed) => {
    fc.assert(fc.property(ipv4Any, (ip) => !isGloballyRoutable(embed(ip))));
  });

  it('refuses every IPv6 address outside 2000::/3', () => {
    const outside = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).filter((value) => value >> 125n !== 1n);
    fc.assert(fc.property(outside, (value) => !isGloballyRoutable(ipv6Text(value))));
  });

  it('accepts every other IPv4 address, up to the edges of what is special', () => {
    const blocks = IPV4_SPECIAL.map(([base, bits]) => [
      ipv4Number(base),
      ipv4Number(base) + 2 ** (32 - bits) - 1,
    ]);
    const isSpecial = (value: number) => blocks.some(([from = 0, to = 0]) => value >= from && value <= to);
    const near = blocks
      .flatMap(([from = 0, to = 0]) => [from - 1, from, to, to + 1])
      .filter((value) => value >= 0 && value < 2 ** 32);
    for (const value of near)
      expect([ipv4Text(value), isGloballyRoutable(ipv4Text(value))]).toEqual([
        ipv4Text(value),
        !isSpecial(value),
      ]);
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), (value) => isGloballyRoutable(ipv4Text(value)) !== isSpecial(value)),
      { numRuns: 5_000 },
    );
  });

  it('accepts every other IPv6 address of 2000::/3, up to the edges of what is special', () => {
    const blocks = IPV6_SPECIAL.map(([, base, bits]) => {
      const from = BigInt(`0x${base}`);
      return { from, to: from + 2n ** BigInt(128 - bits) - 1n };
    });
    const isSpecial = (value: bigint) =>
      value >> 125n !== 1n || blocks.some(({ from, to }) => value >= from && value <= to);
    const near = blocks
      .flatMap(({ from, to }) => [from - 1n, from, to, to + 1n])
      .filter((value) => value >= 0n && value < 2n ** 128n);
    for (const value of near)
      expect([ipv6Text(value), isGloballyRoutable(ipv6Text(value))]).toEqual([
        ipv6Text(value),
        !isSpecial(value),
      ]);
    const inside = fc.bigInt({ min: 1n << 125n, max: (1n << 126n) - 1n });
    fc.assert(
      fc.property(inside, (value) => isGloballyRoutable(ipv6Text(value)) !== isSpecial(value)),
      { numRuns: 5_000 },
    );
  });

  it('never throws, whatever the text', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789abcdefx.:%[]/ ') });
    fc.assert(fc.property(text, (address) => typeof isGloballyRoutable(address) === 'boolean'));
  });
});

describe('isLoopback', () => {
  it.each(['127.0.0.1', '127.0.0.0', '127.255.255.255', '::1', '0:0:0:0:0:0:0:1'])(
    'accepts %s',
    (address) => {
      expect(isLoopback(address)).toBe(true);
    },
  );

  it.each([
    '126.255.255.255',
    '128.0.0.1',
    '0.0.0.0',
    '::',
    '::ffff:127.0.0.1',
    '::127.0.0.1',
    '::1%lo',
    '127.1',
    'localhost',
    '',
  ])('refuses "%s"', (address) => {
    expect(isLoopback(address)).toBe(false);
  });

  it('never holds for an address that is globally routable', () => {
    const any = fc.oneof(ipv4Any, fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map(ipv6Text));
    fc.assert(fc.property(any, (address) => !(isLoopback(address) && isGloballyRoutable(address))));
  });
});
