import { describe, expect, it } from '@jest/globals';
import { anEndpoint, createTestContext, NOW, TENANT_ID } from '../../testing/index.ts';
import { toIso } from '../clock.ts';
import { acceptEvent } from '../events/accept-event.ts';
import { SPREAD_ID } from '../spread/spread.ts';
import { createEndpoint } from './create-endpoint.ts';
import { createTargetsMemory, TARGETS_KEPT_MS } from './targets-memory.ts';

/** A tenant whose lists are in so many shards, and a busy environment of the tenants' API. */
function setUp(shards: number) {
  const setup = createTestContext({ endpoints: [anEndpoint()] });
  const { endpoints, time } = setup;
  const spans = [{ from: toIso(NOW), until: toIso(NOW + 3_600_000), shards }];
  endpoints.store({ tenantId: TENANT_ID, endpointId: SPREAD_ID, spans, version: 'one' });
  const context = { ...setup.context, targetsMemory: createTargetsMemory(setup.context) };
  const accept = () =>
    acceptEvent(context, {
      ...{ tenantId: TENANT_ID, payload: Buffer.from('{}'), eventType: undefined },
      ...{ idempotencyKey: undefined, correlationId: 'c' },
    });
  return {
    accept,
    reads: () => endpoints.inputs('query').length,
    time,
    /** Makes an endpoint; while that waits, if it does, an event comes. */
    create: () =>
      createEndpoint(
        {
          ...context,
          sleep: async (ms) => {
            await accept();
            time.advance(ms);
          },
          random: (size) => new Uint8Array(size).fill(1),
          retryDefaults: { schedule: [60_000], maxAttempts: 5, timeoutMs: 30_000 },
        },
        { tenantId: TENANT_ID, settings: { targetUrl: new URL('https://hooks.example.com/new') } },
      ),
  };
}

describe('the endpoints of a tenant', () => {
  it('are read for each event', async () => {
    const { accept, reads } = setUp(2);
    for (let n = 0; n < 5; n += 1) await accept();
    expect(reads()).toBe(5);
  });

  it('who sends very much are read once a second by each environment', async () => {
    const { accept, reads, time } = setUp(4);
    for (let n = 0; n < 20; n += 1) {
      await accept();
      time.advance(TARGETS_KEPT_MS / 10);
    }
    expect(reads()).toBe(2);
  });
});

it.each([[2], [4]])('an endpoint that was just made misses no event, with %d shards', async (shards) => {
  const { accept, create } = setUp(shards);
  await accept();
  const { endpoint } = await create();
  expect((await accept()).endpointIds).toContain(endpoint.endpointId);
});
