import { describe, expect, it } from '@jest/globals';
import { addressesInHosts, parseHosts } from './hosts-file.ts';

const TEXT = `# the machine itself
127.0.0.1\tlocalhost
::1 localhost ip6-localhost   # both
192.0.2.7 Box.example.com box
not-an-address odd
`;

describe('a file of hosts', () => {
  it.each([
    ['localhost', ['127.0.0.1', '::1']],
    ['box', ['192.0.2.7']],
    ['box.EXAMPLE.com', ['192.0.2.7']],
    ['odd', []],
    ['both', []],
    ['example.com', []],
  ])('gives %s its addresses', (name, addresses) => {
    expect(parseHosts(TEXT, name).map(({ address }) => address)).toEqual(addresses);
  });

  it('is not needed for localhost', () => {
    expect(addressesInHosts('localhost').map(({ address }) => address)).toContain('127.0.0.1');
  });
});
