import { describe, expect, it } from '@jest/globals';
import { createTestClock } from '../testing/test-clock.ts';
import { createSecretCache, SECRET_CACHE_MS, SECRET_REFETCH_MS } from './secret-cache.ts';

/** A secret that is `secret-1` at the first read, `secret-2` at the second, … */
function setUp() {
  const time = createTestClock();
  const state = { reads: 0, fails: false };
  const cache = createSecretCache(async () => {
    state.reads += 1;
    if (state.fails) throw new Error('denied');
    return `secret-${state.reads}`;
  }, time.clock);
  return { cache, time, state };
}

describe('a cached secret', () => {
  it('is read once for five minutes', async () => {
    const { cache, time, state } = setUp();
    await cache.get();
    time.advance(SECRET_CACHE_MS - 1);
    expect([await cache.get(), state.reads]).toEqual(['secret-1', 1]);
  });

  it('is read again after five minutes', async () => {
    const { cache, time } = setUp();
    await cache.get();
    time.advance(SECRET_CACHE_MS);
    expect(await cache.get()).toBe('secret-2');
  });

  it('is read once for callers at the same time', async () => {
    const { cache, state } = setUp();
    await Promise.all([cache.get(), cache.get(), cache.get()]);
    expect(state.reads).toBe(1);
  });

  it('does not remember a failure', async () => {
    const { cache, state } = setUp();
    state.fails = true;
    await expect(cache.get()).rejects.toThrow('denied');
    state.fails = false;
    expect(await cache.get()).toBe('secret-2');
  });
});

describe('a secret that did not match', () => {
  it('is read again', async () => {
    const { cache, time } = setUp();
    await cache.get();
    time.advance(SECRET_REFETCH_MS);
    expect(await cache.refetch()).toBe('secret-2');
  });

  it('is from then on the one that was read again', async () => {
    const { cache, time } = setUp();
    await cache.get();
    time.advance(SECRET_REFETCH_MS);
    await cache.refetch();
    expect(await cache.get()).toBe('secret-2');
  });

  it('costs no read within 30 s, however many requests are forged', async () => {
    const { cache, time, state } = setUp();
    await cache.get();
    time.advance(SECRET_REFETCH_MS - 1);
    await Promise.all([cache.refetch(), cache.refetch()]);
    expect(state.reads).toBe(1);
  });

  it('is given as read by whoever asked first to others who had compared with the old one', async () => {
    const { cache, time, state } = setUp();
    await cache.get();
    time.advance(SECRET_REFETCH_MS);
    expect(await Promise.all([cache.refetch(), cache.refetch()])).toEqual(['secret-2', 'secret-2']);
    expect(state.reads).toBe(2);
  });

  it('is read when it never was', async () => {
    expect(await setUp().cache.refetch()).toBe('secret-1');
  });
});
