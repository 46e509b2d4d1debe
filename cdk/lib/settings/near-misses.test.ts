import { describe, expect, it } from '@jest/globals';
import { nearMisses } from './near-misses.ts';
import { settingList } from './setting-list.ts';

describe('a variable that is no setting', () => {
  it.each([
    ['HOSTED_ZONE_URL', 'HOSTED_ZONE_NAME'],
    ['MAX_ATTEMTPS', 'MAX_ATTEMPTS'],
    ['max_attempts', 'MAX_ATTEMPTS'],
    ['RETRY_SCHEDULES', 'RETRY_SCHEDULE'],
    ['API_THROTTLE_LIMIT', 'API_THROTTLE_RATE'],
    ['DELIVERY_TIMEOUT', 'DELIVERY_TIMEOUT_MS'],
  ])('but looks like one is named with the right name: %s', (name, meant) => {
    expect(nearMisses({ [name]: 'x' })).toEqual([
      `${name} is no setting and has no effect: it is called ${meant}.`,
    ]);
  });

  it('of another program is left alone', () => {
    const others = [
      'PATH',
      'HOME',
      'AWS_REGION',
      'LOGNAME',
      'NODE_OPTIONS',
      'STAGES',
      'npm_config_cache',
      'CI',
    ];
    expect(nearMisses(Object.fromEntries(others.map((name) => [name, 'x'])))).toEqual([]);
  });
});

it('no setting is taken for a miss of another', () => {
  expect(nearMisses(Object.fromEntries(Object.keys(settingList.shape).map((name) => [name, 'x'])))).toEqual(
    [],
  );
});
