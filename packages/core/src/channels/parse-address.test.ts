import { describe, expect, it } from '@jest/globals';
import { parseAddress } from './parse-address.ts';

describe('an address', () => {
  it.each([
    ['sms', '+15550001111', '+15550001111'],
    ['sms', ' +15550001111 ', '+15550001111'],
    ['sms', '12345', '12345'],
    ['whatsapp', 'whatsapp:+15550001111', '+15550001111'],
    ['whatsapp', 'WhatsApp:+15550001111', '+15550001111'],
    ['whatsapp', '+15550001111', '+15550001111'],
    ['whatsapp', 'US.13491208655302741918', 'US.13491208655302741918'],
    ['whatsapp', 'whatsapp:US.13491208655302741918', 'US.13491208655302741918'],
    ['email', 'Ann@Example.COM', 'ann@example.com'],
  ] as const)('of %s may be %s', (channel, text, address) => {
    expect(parseAddress(channel, text)).toBe(address);
  });

  it.each([
    ['sms', 'whatsapp:+15550001111'],
    ['sms', 'rcs:+15550001111'],
    ['sms', 'US.13491208655302741918'],
    ['sms', '0660 1234567'],
    ['sms', '+1555000111122223'],
    ['whatsapp', 'sms:+15550001111'],
    ['whatsapp', '12345'],
    ['whatsapp', 'us.1349'],
    ['email', 'mailto:ann@example.com'],
    ['email', 'Ann <ann@example.com>'],
    ['email', 'ann'],
    ['email', `${'a'.repeat(65)}@example.com`],
    ['email', `ann@${'a'.repeat(251)}`],
    ['email', ''],
  ] as const)('of %s is not %j', (channel, text) => {
    expect(parseAddress(channel, text)).toBeUndefined();
  });
});
