import { describe, expect, it } from '@jest/globals';
import { anEndpoint, createTestContext } from '@switchyard/core/testing';
import { createEndpointCache, ENDPOINT_CACHE_MS, FAILING_CACHE_MS } from './endpoint-cache.ts';

function setUp() {
  const { context, endpoints: table, time } = createTestContext();
  const cache = createEndpointCache(context);
  return { cache, time, table, get: () => cache.get('acme', 'default'), reads: () => table.calls.length };
}

describe('an enabled endpoint', () => {
  it('is read once a minute', async () => {
    const { get, table, time, reads } = setUp();
    table.store(anEndpoint());
    await get();
    time.advance(ENDPOINT_CACHE_MS - 1);
    expect([await get(), reads()]).toEqual([anEndpoint(), 1]);
  });

  it('is read again after a minute', async () => {
    const { get, table, time } = setUp();
    table.store(anEndpoint());
    await get();
    table.store(anEndpoint({ targetUrl: 'https://new.example.com/' }));
    time.advance(ENDPOINT_CACHE_MS);
    expect(await get()).toHaveProperty('targetUrl', 'https://new.example.com/');
  });

  it('is read once for deliveries at the same time', async () => {
    const { get, table, reads } = setUp();
    table.store(anEndpoint());
    await Promise.all([get(), get(), get()]);
    expect(reads()).toBe(1);
  });

  it('is read again when it is to be forgotten', async () => {
    const { cache, get, table, reads } = setUp();
    table.store(anEndpoint());
    await get();
    cache.forget('acme', 'default');
    await get();
    expect(reads()).toBe(2);
  });

  it('is not mistaken for one of another tenant or of another name', async () => {
    const { cache, table } = setUp();
    table.store(anEndpoint());
    table.store(anEndpoint({ tenantId: 'globex', targetUrl: 'https://globex.example.com/' }));
    await cache.get('acme', 'default');
    expect(await cache.get('globex', 'default')).toHaveProperty('tenantId', 'globex');
    expect(await cache.get('acme', 'other')).toBeUndefined();
  });

  it('is read consistently: an endpoint made a moment ago must not look deleted', async () => {
    const { get, table } = setUp();
    await get();
    expect(table.inputs('get')[0]).toEqual({
      TableName: 'Endpoints',
      Key: { tenantId: 'acme', endpointId: 'default' },
      ConsistentRead: true,
    });
  });

  it('is forgotten rather than letting a thousand others pile up', async () => {
    const { cache, get, table, reads } = setUp();
    table.store(anEndpoint());
    await get();
    for (let i = 0; i < 1_000; i += 1) {
      table.store(anEndpoint({ endpointId: `e${i}` }));
      await cache.get('acme', `e${i}`);
    }
    await get();
    expect(reads()).toBe(1_002);
  });
});

const breaker = {
  state: 'closed',
  id: 'b1',
  failures: 3,
  failingSince: '2026-03-04T05:06:07.000Z',
} as const;
const drain = { id: 'd1', step: 1, rate: 10, startedAt: '2026-03-04T05:06:07.000Z' };

describe('an endpoint whose state others may have changed', () => {
  it.each([
    ['has failed', { breaker }],
    ['is being drained', { drain }],
  ])('because it %s is remembered for 5 seconds', async (_, changes) => {
    const { get, table, time, reads } = setUp();
    table.store(anEndpoint(changes));
    await get();
    time.advance(FAILING_CACHE_MS - 1);
    await get();
    expect(reads()).toBe(1);
    time.advance(1);
    await get();
    expect(reads()).toBe(2);
  });

  it('because it has just failed is remembered for 5 seconds from when it was read', async () => {
    const { cache, get, table, time, reads } = setUp();
    table.store(anEndpoint());
    await get();
    time.advance(FAILING_CACHE_MS);
    cache.doubt('acme', 'default');
    await get();
    expect(reads()).toBe(2);
  });
});

describe('what is not remembered', () => {
  it.each([
    { status: 'DISABLED' },
    { status: 'PAUSED' },
    { breaker: { ...breaker, state: 'open' } },
    { breaker: { ...breaker, state: 'probing' } },
  ] as const)('is an endpoint that holds deliveries: %j', async (changes) => {
    const { get, table } = setUp();
    table.store(anEndpoint(changes));
    await get();
    table.store(anEndpoint());
    expect(await get()).toHaveProperty('status', 'ENABLED');
  });

  it('is an absent endpoint', async () => {
    const { get, table } = setUp();
    await get();
    table.store(anEndpoint());
    expect(await get()).toHaveProperty('status', 'ENABLED');
  });

  it('is a failing read', async () => {
    const { get, table } = setUp();
    table.store(anEndpoint());
    table.hooks.before = () => {
      throw new Error('throttled');
    };
    await expect(get()).rejects.toThrow('throttled');
    table.hooks.before = () => undefined;
    expect(await get()).toEqual(anEndpoint());
  });

  it('is an item that cannot be read: it may be put right', async () => {
    const { get, table } = setUp();
    table.store({ ...anEndpoint(), secrets: [] });
    expect(await get()).toMatchObject({ status: 'UNREADABLE', statusReason: 'cannot be read: secrets' });
    table.store(anEndpoint());
    expect(await get()).toEqual(anEndpoint());
  });
});
