import { describe, expect, it } from '@jest/globals';
import { publicUrlsOf } from './public-urls.ts';

const BASE = 'https://hooks.example.com';
const GATEWAY = { domainName: 'abc123.execute-api.eu-west-1.amazonaws.com', path: '/prod/sms' };

describe('the public URLs of a request', () => {
  it('are the configured one, then that of API Gateway with its stage', () => {
    expect(publicUrlsOf(BASE, '/sms', GATEWAY)).toEqual([
      'https://hooks.example.com/sms',
      'https://abc123.execute-api.eu-west-1.amazonaws.com/prod/sms',
    ]);
  });

  it('are one when both are the same', () => {
    expect(publicUrlsOf(BASE, '/sms', { domainName: 'hooks.example.com', path: '/sms' })).toEqual([
      'https://hooks.example.com/sms',
    ]);
  });

  it.each([
    ['nothing', undefined],
    ['no domain', { path: '/prod/sms' }],
    ['no path', { domainName: 'hooks.example.com' }],
  ])('are the configured one alone when API Gateway says %s', (_, gateway) => {
    expect(publicUrlsOf(BASE, '/sms', gateway)).toEqual(['https://hooks.example.com/sms']);
  });

  it('keep the path of the base', () => {
    expect(publicUrlsOf(`${BASE}/v2`, '/sms', undefined)).toEqual(['https://hooks.example.com/v2/sms']);
  });
});
