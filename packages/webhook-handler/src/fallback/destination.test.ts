import { expect, it } from '@jest/globals';
import { destinationOf } from './destination.ts';

it.each([
  ['+14017122661', '1'],
  ['+18765550100', '1876'],
  ['+12425550100', '1242'],
  ['+436601234567', '43'],
  ['+447911123456', '44'],
  ['+77011234567', '77'],
  ['+79161234567', '7'],
  ['+2348031234567', '234'],
  ['+3725123456', '372'],
  ['+5511987654321', '55'],
  ['+8801712345678', '880'],
  ['+971501234567', '971'],
])('the number %s is in +%s', (number, country) => {
  expect(destinationOf('sms', number)).toBe(country);
});

it.each(['ACME', 'Acme Ltd', '72345', '+72345', '12345678', '', '+0123456789', '+1234567890123456', 'x@y.z'])(
  'the sender %s of an SMS cannot be answered',
  (sender) => {
    expect(destinationOf('sms', sender)).toBeUndefined();
  },
);

it('a person on WhatsApp without a number is in the country of their id', () => {
  expect(destinationOf('whatsapp', 'US.13491208655302741918')).toBe('US');
  expect(destinationOf('sms', 'US.13491208655302741918')).toBeUndefined();
});

it('a mailbox is at its domain, in lower case', () => {
  expect(destinationOf('email', 'ada@Example.org')).toBe('example.org');
  expect(destinationOf('email', '<>')).toBeUndefined();
});
