import { describe, expect, it } from '@jest/globals';
import { twilioSignedUrl, withAndWithoutStandardPort } from './twilio-signed-url.ts';

const notSignable = expect.objectContaining({ name: 'SignatureError', code: 'url_not_signable' });

describe('twilioSignedUrl', () => {
  it.each([
    ['drops credentials', 'https://user:pass@hooks.example.com/sms', '', 'https://hooks.example.com/sms'],
    [
      'drops credentials with an @ in them',
      'https://user:p@ss@hooks.example.com/sms',
      '',
      'https://hooks.example.com/sms',
    ],
    [
      'drops connection overrides',
      'https://hooks.example.com/sms#rc=3&rp=5xx,ct,rt',
      '',
      'https://hooks.example.com/sms',
    ],
    ['keeps an @ in the path', 'https://hooks.example.com/@sms', '', 'https://hooks.example.com/@sms'],
    ['keeps the port', 'https://hooks.example.com:8443/sms', '', 'https://hooks.example.com:8443/sms'],
    [
      'keeps the case and the escapes of the path',
      'https://Hooks.example.com/S%4ds/',
      '',
      'https://Hooks.example.com/S%4ds/',
    ],
    ['keeps a bare origin bare', 'https://hooks.example.com', '', 'https://hooks.example.com'],
    [
      'appends the query as received',
      'https://hooks.example.com/sms',
      'b=%20&a=+',
      'https://hooks.example.com/sms?b=%20&a=+',
    ],
    [
      'takes the query of the request, not its own',
      'https://hooks.example.com/sms?x=1#rc=1',
      'x=1&y=2',
      'https://hooks.example.com/sms?x=1&y=2',
    ],
  ])('%s', (_, configured, query, expected) => {
    expect(twilioSignedUrl(configured, query)).toBe(expected);
  });

  it.each([
    '',
    'hooks.example.com/sms',
    '/sms',
    'ftp://hooks.example.com/',
    'https://',
    'https:///sms',
    'https://user@/sms',
  ])('refuses "%s", which is not an absolute http or https URL', (configured) => {
    expect(() => twilioSignedUrl(configured, '')).toThrow(notSignable);
  });
});

describe('withAndWithoutStandardPort', () => {
  it.each([
    ['https://h.example/p?q=:443', ['https://h.example/p?q=:443', 'https://h.example:443/p?q=:443']],
    ['https://h.example:443/p', ['https://h.example:443/p', 'https://h.example/p']],
    ['http://h.example', ['http://h.example', 'http://h.example:80']],
    ['http://h.example:80?q', ['http://h.example:80?q', 'http://h.example?q']],
    ['http://h.example:443/', ['http://h.example:443/']],
    ['https://h.example:8443/', ['https://h.example:8443/']],
    ['https://[2001:db8::1]/', ['https://[2001:db8::1]/', 'https://[2001:db8::1]:443/']],
  ])('reads %s', (url, expected) => {
    expect(withAndWithoutStandardPort(url)).toEqual(expected);
  });
});
