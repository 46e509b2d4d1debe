import { describe, expect, it } from '@jest/globals';
import { remembered } from './remembered.ts';

describe('what is remembered', () => {
  it('is made when it is first asked for, and once, also by those who ask at the same time', async () => {
    let made = 0;
    const get = remembered(async () => {
      made += 1;
      return made;
    });
    expect(made).toBe(0);
    expect(await Promise.all([get(), get()])).toEqual([1, 1]);
    expect(await get()).toBe(1);
  });

  it('is made for whoever asks next where it failed', async () => {
    let tried = 0;
    const get = remembered(async () => {
      tried += 1;
      if (tried === 1) throw new Error('EMFILE: too many open files');
      return tried;
    });
    await expect(get()).rejects.toThrow('EMFILE');
    expect(await get()).toBe(2);
  });
});
