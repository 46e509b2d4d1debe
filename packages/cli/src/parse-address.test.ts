import { describe, expect, it } from '@jest/globals';
import type { Channel } from '@switchyard/core/channels';
import { parseAddress } from './parse-address.ts';

describe('an address', () => {
  it.each<[Channel, string, string]>([
    ['whatsapp', 'whatsapp:+15550001111', '+15550001111'],
    ['sms', ' +15550001111 ', '+15550001111'],
    ['sms', '12345', '12345'],
    ['email', 'Ann.B+x@Example.COM', 'ann.b+x@example.com'],
  ])('on %s: %s is stored as %s', (channel, text, stored) => {
    expect(parseAddress(channel, text)).toBe(stored);
  });

  it.each<[Channel, string]>([
    ['whatsapp', '12345'],
    ['whatsapp', '+1 555 000 1111'],
    ['sms', '15550001111'],
    ['sms', '+0555'],
    ['sms', 'ann@example.com'],
    ['email', '+15550001111'],
    ['email', 'Ann <ann@example.com>'],
    ['email', `${'a'.repeat(251)}@b.c`],
    ['email', ''],
  ])('on %s cannot be %s', (channel, text) => {
    expect(() => parseAddress(channel, text)).toThrow(/^--address is "/);
  });
});
