import { expect, it } from '@jest/globals';
import { soak } from './soak.ts';

it.each([1, 2])(
  'accounts for every event while everything goes wrong now and then: seed %d',
  async (seed) => {
    const { acknowledged, messages, faults, violations } = await soak({ seed, events: 60 });
    expect(violations).toEqual([]);
    expect(acknowledged).toBeGreaterThan(50);
    expect(messages).toBeGreaterThan(8);
    expect(Object.keys(faults).toSorted()).toEqual([
      'answer_late',
      'answer_lost',
      'crash_after',
      'crash_before',
      'late',
      'refused',
    ]);
  },
);
