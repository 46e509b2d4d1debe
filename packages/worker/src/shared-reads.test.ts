import { expect, it } from '@jest/globals';
import { createSharedReads } from './shared-reads.ts';

/** A value that changes, and reads of it that end when they are told to. */
function setUp() {
  const state = { value: 1 };
  const ends: ((error?: Error) => void)[] = [];
  const read = createSharedReads((id) => {
    const { value } = state;
    return new Promise<string>((resolve, reject) => {
      ends.push((error) => (error === undefined ? resolve(`${id} ${value}`) : reject(error)));
    });
  });
  return { state, ends, read };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('whoever asks while it is read gets what is read next, together', async () => {
  const { state, ends, read } = setUp();
  const first = read('a');
  state.value = 2;
  const others = [read('a'), read('a'), read('a')];
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await settled();
  expect(ends).toHaveLength(2);
  state.value = 3;
  const last = read('a');
  ends[1]?.();
  await settled();
  ends[2]?.();
  expect(await Promise.all([first, ...others, last])).toEqual(['a 1', 'a 2', 'a 2', 'a 2', 'a 3']);
});

it('one that fails fails for those alone who waited for it', async () => {
  const { ends, read } = setUp();
  const first = read('a');
  const second = read('a');
  ends[0]?.(new Error('Throttled'));
  await expect(first).rejects.toThrow('Throttled');
  await settled();
  ends[1]?.();
  expect(await second).toBe('a 1');
  const third = read('a');
  ends[2]?.();
  expect(await third).toBe('a 1');
});

it('another id waits for nobody', async () => {
  const { ends, read } = setUp();
  const [, other] = [read('a'), read('b')];
  ends[1]?.();
  expect(await other).toBe('b 1');
});
