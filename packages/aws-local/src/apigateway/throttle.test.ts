import { describe, expect, it } from '@jest/globals';
import { createThrottle, methodSettingsSchema, methodThrottle } from './throttle.ts';

describe('the limits of a method', () => {
  const settings = methodSettingsSchema.parse([
    { ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 100, ThrottlingBurstLimit: 50 },
    { ResourcePath: '/~1orders', HttpMethod: 'POST', ThrottlingRateLimit: '5', ThrottlingBurstLimit: 2 },
    { ResourcePath: '/~1v1~1events', HttpMethod: 'GET', ThrottlingBurstLimit: 7 },
  ]);

  it.each([
    ['POST', '/orders', { rateLimit: 5, burstLimit: 2 }],
    ['OPTIONS', '/orders', { rateLimit: 100, burstLimit: 50 }],
    ['GET', '/v1/events', { rateLimit: 100, burstLimit: 7 }],
    ['GET', '/v1/events/{event_id}', { rateLimit: 100, burstLimit: 50 }],
  ])('%s %s: its own, or the stage’s', (httpMethod, path, expected) => {
    expect(methodThrottle(settings, httpMethod, path)).toEqual(expected);
  });

  it('are the account’s where only the other one is set, and none where none is', () => {
    const rateOnly = methodSettingsSchema.parse([{ ThrottlingRateLimit: 3 }]);
    expect(methodThrottle(rateOnly, 'GET', '/')).toEqual({ rateLimit: 3, burstLimit: 5_000 });
    expect(
      methodThrottle(methodSettingsSchema.parse([{ MetricsEnabled: true }]), 'GET', '/'),
    ).toBeUndefined();
  });
});

describe('a throttle', () => {
  function setUp(rateLimit: number, burstLimit: number) {
    let time = 0;
    const pass = createThrottle({ rateLimit, burstLimit }, () => time);
    const passing = (count: number) => Array.from({ length: count }, pass).filter(Boolean).length;
    const wait = (ms: number) => {
      time += ms;
    };
    return { passing, wait };
  }

  it('lets a burst through, then as many as the rate gives', () => {
    const { passing, wait } = setUp(2, 3);
    expect(passing(5)).toBe(3);
    wait(499);
    expect(passing(1)).toBe(0);
    wait(1);
    expect(passing(2)).toBe(1);
  });

  it('saves up no more than a burst', () => {
    const { passing, wait } = setUp(2, 3);
    passing(3);
    wait(60_000);
    expect(passing(10)).toBe(3);
  });

  it('of rate 0 or burst 0 lets nothing through', () => {
    expect(setUp(0, 10).passing(1)).toBe(0);
    expect(setUp(10, 0).passing(1)).toBe(0);
  });
});
