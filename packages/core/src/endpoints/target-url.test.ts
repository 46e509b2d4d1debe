import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseTargetUrl, TargetUrlError, type TargetUrlErrorCode } from './target-url.ts';

const refusal = (code: TargetUrlErrorCode) => expect.objectContaining({ name: 'TargetUrlError', code });
const deployed = (text: string) => parseTargetUrl(text, { allowLoopback: false });
const local = (text: string) => parseTargetUrl(text, { allowLoopback: true });
const ofLength = (length: number) => `https://hooks.example.com/${'a'.repeat(length - 26)}`;

describe('parseTargetUrl', () => {
  it.each([
    ['https://hooks.example.com/in?token=a%20b', 'https://hooks.example.com/in?token=a%20b'],
    ['https://hooks.example.com', 'https://hooks.example.com/'],
    ['https://hooks.example.com:443/in', 'https://hooks.example.com/in'],
    ['https://hooks.example.com:1024/in', 'https://hooks.example.com:1024/in'],
    ['https://hooks.example.com:65535/in', 'https://hooks.example.com:65535/in'],
    ['HTTPS://Hooks.Example.com/In', 'https://hooks.example.com/In'],
    ['https://bücher.example/in', 'https://xn--bcher-kva.example/in'],
    ['https://my_hooks.example.com/in', 'https://my_hooks.example.com/in'],
    ['https://hooks.example.com./in', 'https://hooks.example.com/in'],
    ['https://8.8.8.8/in', 'https://8.8.8.8/in'],
    ['https://[2606:4700:4700::1111]/in', 'https://[2606:4700:4700::1111]/in'],
    ['https://notlocalhost.example/in', 'https://notlocalhost.example/in'],
    ['https://hooks.example.com/@user', 'https://hooks.example.com/@user'],
  ])('accepts %s', (text, href) => {
    expect(deployed(text).href).toBe(href);
  });

  it.each([
    ['http://hooks.example.com/', 'scheme_not_allowed'],
    ['ftp://hooks.example.com/', 'scheme_not_allowed'],
    ['file:///etc/passwd', 'scheme_not_allowed'],
    ['http://localhost:3000/', 'scheme_not_allowed'],
    ['https://user:pass@hooks.example.com/', 'credentials_not_allowed'],
    ['https://user@hooks.example.com/', 'credentials_not_allowed'],
    ['https://:pass@hooks.example.com/', 'credentials_not_allowed'],
    ['https://hooks.example.com/in#part', 'fragment_not_allowed'],
    ['https://hooks.example.com/in#', 'fragment_not_allowed'],
    ['https://hooks.example.com:80/', 'port_not_allowed'],
    ['https://hooks.example.com:22/', 'port_not_allowed'],
    ['https://hooks.example.com:1023/', 'port_not_allowed'],
    ['https://hooks.example.com:0/', 'port_not_allowed'],
    ['https://10.0.0.1/', 'address_not_allowed'],
    ['https://127.0.0.1:9001/2018-06-01/runtime/invocation/next', 'address_not_allowed'],
    ['https://169.254.169.254/latest/meta-data/', 'address_not_allowed'],
    ['https://0177.0.0.1/', 'address_not_allowed'],
    ['https://0x7f.1/', 'address_not_allowed'],
    ['https://2130706433/', 'address_not_allowed'],
    ['https://127.0.0.1./', 'address_not_allowed'],
    ['https://１２７.0.0.1/', 'address_not_allowed'],
    ['https://[::1]/', 'address_not_allowed'],
    ['https://[::ffff:169.254.169.254]/', 'address_not_allowed'],
    ['https://[fd00:ec2::254]/', 'address_not_allowed'],
    ['https://localhost/', 'host_not_allowed'],
    ['https://localhost./', 'host_not_allowed'],
    ['https://LOCALHOST/', 'host_not_allowed'],
    ['https://a.localhost/', 'host_not_allowed'],
    ['https://ip-10-0-0-1.ec2.internal/', 'host_not_allowed'],
    ['https://metadata.google.internal./', 'host_not_allowed'],
    ['https://printer.local/', 'host_not_allowed'],
    ['https://nas.home.arpa/', 'host_not_allowed'],
    ['https://intranet/', 'host_not_allowed'],
    ['https://hooks..example.com/', 'host_not_allowed'],
    ['https://-hooks.example.com/', 'host_not_allowed'],
    [`https://${'a'.repeat(64)}.example/`, 'host_not_allowed'],
    ['hooks.example.com/in', 'malformed'],
    ['//hooks.example.com/in', 'malformed'],
    ['https:hooks.example.com', 'malformed'],
    ['https:\\\\hooks.example.com', 'malformed'],
    ['https://hooks.example.com\\@evil.example/', 'malformed'],
    ['https://hooks.example.com/a b', 'malformed'],
    [' https://hooks.example.com/', 'malformed'],
    ['https://hooks.exam\nple.com/', 'malformed'],
    ['https://hooks.example.com:99999/', 'malformed'],
    ['https://[fe80::1%25eth0]/', 'malformed'],
    ['https://', 'malformed'],
    ['', 'malformed'],
  ] as const)('refuses "%s" as %s', (text, code) => {
    expect(() => deployed(text)).toThrow(refusal(code));
  });

  it('accepts 2048 characters', () => {
    expect(deployed(ofLength(2048)).href).toHaveLength(2048);
  });

  it('refuses 2049 characters', () => {
    expect(() => deployed(ofLength(2049))).toThrow(refusal('too_long'));
  });

  it('refuses a URL that grows beyond 2048 characters by being escaped', () => {
    expect(() => deployed(`https://hooks.example.com/${'é'.repeat(1000)}`)).toThrow(refusal('too_long'));
  });

  it.each([
    ['http://localhost:3000/in', 'http://localhost:3000/in'],
    ['https://localhost:3000/in', 'https://localhost:3000/in'],
    ['http://127.0.0.1:3000/in', 'http://127.0.0.1:3000/in'],
    ['http://127.8.9.10:3000/in', 'http://127.8.9.10:3000/in'],
    ['http://[::1]:3000/in', 'http://[::1]:3000/in'],
    ['https://hooks.example.com/in', 'https://hooks.example.com/in'],
  ])('accepts %s where loopback is allowed', (text, href) => {
    expect(local(text).href).toBe(href);
  });

  it.each([
    ['http://hooks.example.com/', 'scheme_not_allowed'],
    ['http://8.8.8.8:3000/', 'scheme_not_allowed'],
    ['http://10.0.0.1:3000/', 'scheme_not_allowed'],
    ['ftp://localhost:3000/', 'scheme_not_allowed'],
    ['http://localhost/', 'port_not_allowed'],
    ['https://10.0.0.1:3000/', 'address_not_allowed'],
    ['https://0.0.0.0:3000/', 'address_not_allowed'],
    ['https://169.254.169.254/', 'address_not_allowed'],
    ['https://[::ffff:127.0.0.1]:3000/', 'address_not_allowed'],
    ['https://app.localhost:3000/', 'host_not_allowed'],
    ['http://user:pass@localhost:3000/', 'credentials_not_allowed'],
  ] as const)('refuses "%s" as %s even where loopback is allowed', (text, code) => {
    expect(() => local(text)).toThrow(refusal(code));
  });

  it('never repeats credentials in its message', () => {
    const places = fc.constantFrom(
      (secret: string) => `https://user:${secret}@hooks.example.com/`,
      (secret: string) => `https://${secret}:x@10.0.0.1:22/#part`,
      (secret: string) => `ftp://user:${secret}@hooks.example.com/`,
      (secret: string) => `user:${secret}@hooks.example.com`,
      (secret: string) => `https://user:${secret}%40hooks.example.com/`,
      (secret: string) => `https://user:${secret}@hooks.example.com:99999/`,
      (secret: string) => `${secret}:pass@hooks.example.com`,
      (secret: string) => `https://user:${secret}@${'a'.repeat(3000)}.example/`,
    );
    fc.assert(
      fc.property(places, fc.stringMatching(/^S3cr3t[A-Za-z0-9]{8}$/), (place, secret) => {
        expect(() => deployed(place(secret))).toThrow(
          expect.objectContaining({ name: 'TargetUrlError', message: expect.not.stringContaining(secret) }),
        );
      }),
    );
  });

  it('says what is wrong, the value given and what is allowed', () => {
    expect(() => deployed('https://hooks.example.com:22/')).toThrow(
      "The target URL's port is 22; 443 and 1024 to 65535 are allowed.",
    );
  });

  it('returns an https URL or throws TargetUrlError, whatever the text', () => {
    const pieces = fc.constantFrom(
      '://',
      ':',
      '/',
      '@',
      '#',
      '?',
      '[',
      ']',
      '%',
      '.',
      'a',
      '127',
      '\\',
      ' ',
      'é',
      '\0',
    );
    const outcome = (text: string) => {
      try {
        return deployed(text).protocol;
      } catch (error) {
        return error instanceof TargetUrlError ? 'refused' : error;
      }
    };
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        expect(['https:', 'refused']).toContain(outcome(`https://${parts.join('')}`));
      }),
      { numRuns: 1000 },
    );
  });
});
