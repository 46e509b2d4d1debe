import { describe, expect, it } from '@jest/globals';
import { anEvent, NOW } from '../../testing/builders.ts';
import { isExpired } from '../tables/events-table.ts';
import { eventSchema } from './event.ts';

describe('an event', () => {
  it('is read without its keys', () => {
    expect(eventSchema.parse({ ...anEvent(), pk: 'x', sk: 'EVENT' })).toEqual(anEvent());
  });

  it.each([
    ['a payload that is text', { payload: '{}' }],
    ['an id that is not one', { eventId: 'evt_1' }],
    ['no list of endpoints', { endpointIds: undefined }],
  ])('with %s is refused', (_, changes) => {
    expect(eventSchema.safeParse({ ...anEvent(), ...changes }).success).toBe(false);
  });
});

describe('an item', () => {
  it.each([
    ['has expired after its second', -1, true],
    ['has expired in its second', 0, true],
    ['has not expired before', 1, false],
  ])('%s', (_, seconds, expired) => {
    expect(isExpired({ expiresAt: NOW / 1000 + seconds }, NOW)).toBe(expired);
  });
});
