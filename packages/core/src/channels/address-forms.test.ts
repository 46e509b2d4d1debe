import { describe, expect, it } from '@jest/globals';
import { addressForms, ownAddressForms } from './address-forms.ts';

describe('a number that is written in two ways', () => {
  it.each([
    ['+5511987654321', '+551187654321', 'Brazil'],
    ['+5531912345678', '+553112345678', 'Brazil'],
    ['+5215512345678', '+525512345678', 'Mexico'],
    ['+5491123456789', '+541123456789', 'Argentina'],
  ])('%s is %s too, and the other way round: %s', (long, short) => {
    for (const channel of ['sms', 'whatsapp'] as const) {
      expect(addressForms(channel, long)).toEqual([long, short]);
      expect(addressForms(channel, short)).toEqual([short, long]);
    }
  });

  it.each([
    ['+551134567890', 'a landline of São Paulo'],
    ['+5511934567890', 'whose other form would be that landline'],
    ['+15550001111', 'the United States'],
    ['+5255123456789', 'too long for Mexico'],
    ['US.13491208655302741918', 'a user of WhatsApp without a number'],
    ['12345', 'a short code'],
  ])('is not %s: %s', (number) => {
    expect(addressForms('sms', number)).toEqual([number]);
  });
});

describe('a mailbox of ours', () => {
  it.each([
    ['support+tag@example.com', ['support+tag@example.com', 'support@example.com']],
    ['Support+a+b@Example.com', ['support+a+b@example.com', 'support@example.com']],
    ['support@example.com', ['support@example.com']],
    ['+tag@example.com', ['+tag@example.com']],
  ])('%s is looked up as %j', (address, forms) => {
    expect(ownAddressForms('email', address)).toEqual(forms);
  });

  it('has no tag on the phone', () => {
    expect(ownAddressForms('sms', '+15550001111')).toEqual(['+15550001111']);
  });
});

it('a person’s mailbox is that one only', () => {
  expect(addressForms('email', 'ann+news@example.org')).toEqual(['ann+news@example.org']);
});
