import { describe, expect, it } from '@jest/globals';
import { anEndpoint, createTestContext, NOW } from '../../testing/index.ts';
import { toIso } from '../clock.ts';
import { changeState } from './change-state.ts';
import { type Endpoint, endpointSchema } from './endpoint.ts';
import { enableEndpoint, holdEndpoint } from './set-status.ts';
import { startDrain } from './start-drain.ts';

const breaker = { state: 'open', id: 'b1', failures: 20, failingSince: toIso(NOW) } as const;
const drain = { id: 'd1', step: 3, rate: 10, startedAt: toIso(NOW) };

function setUp(endpoint: Endpoint = anEndpoint()) {
  const { context, endpoints, queue, time } = createTestContext({ endpoints: [endpoint] });
  return { context, endpoints, queue, time, stored: () => endpointSchema.parse(endpoints.items()[0]) };
}

describe('the state of an endpoint', () => {
  it.each<[string, Partial<Endpoint>]>([
    ['without any', {}],
    ['with a breaker and a drain', { breaker, drain }],
  ])('%s is changed when it is as it was seen, and nothing else is', async (_, changes) => {
    const seen = anEndpoint(changes);
    const { context, stored } = setUp(seen);
    expect(await changeState(context, seen, { breaker: { ...breaker, id: 'b2' }, drain: undefined })).toBe(
      true,
    );
    expect(stored()).toEqual({ ...anEndpoint(), breaker: { ...breaker, id: 'b2' } });
  });

  it.each<[string, Partial<Endpoint>]>([
    ['another status', { status: 'PAUSED' }],
    ['another URL', { targetUrl: 'https://new.example.com/' }],
    ['another breaker', { breaker: { ...breaker, id: 'b2' }, drain }],
    ['no breaker', { breaker: undefined, drain }],
    ['another drain', { breaker, drain: { ...drain, id: 'd2' } }],
    ['another step of the drain', { breaker, drain: { ...drain, step: 4 } }],
  ])('that has %s by now is left as it is', async (_, now) => {
    const { context, endpoints, stored } = setUp();
    const changed = anEndpoint({ breaker, drain, ...now });
    endpoints.store(changed);
    expect(await changeState(context, anEndpoint({ breaker, drain }), { breaker: undefined })).toBe(false);
    expect(stored()).toEqual(endpointSchema.parse({ ...changed }));
  });

  it('that is deleted is not made again', async () => {
    const { context, endpoints } = setUp();
    endpoints.remove({ tenantId: 'acme', endpointId: 'default' });
    expect(await changeState(context, anEndpoint(), { breaker })).toBe(false);
    expect(endpoints.items()).toEqual([]);
  });
});

describe('taking an endpoint out of service', () => {
  it.each(['PAUSED', 'DISABLED'] as const)(
    'as %s says why and when, and ends breaker and drain',
    async (status) => {
      const seen = anEndpoint({ breaker, drain });
      const { context, stored, time } = setUp(seen);
      time.advance(1_000);
      expect(await holdEndpoint(context, seen, status, 'Asked for.')).toBe(true);
      const at = toIso(NOW + 1_000);
      expect(stored()).toEqual({
        ...anEndpoint({ status, statusReason: 'Asked for.', statusChangedAt: at, updatedAt: at }),
        // That its tenant paused it is no news.
        ...(status === 'PAUSED' ? {} : { told: { state: 'disabled', at, ids: [expect.any(String)] } }),
      });
    },
  );
});

describe('putting an endpoint into service', () => {
  it('ends what held its deliveries and starts to send them on, at its own rate', async () => {
    const seen = anEndpoint({ status: 'DISABLED', statusReason: 'Gone.', breaker, drainRate: 3 });
    const { context, stored, queue } = setUp(seen);
    expect(await enableEndpoint(context, seen)).toBe(true);
    const { drain: started, ...endpoint } = stored();
    expect(endpoint).toMatchObject({ status: 'ENABLED', statusChangedAt: toIso(NOW) });
    expect(endpoint).not.toHaveProperty('statusReason');
    expect(endpoint.breaker).toBeUndefined();
    expect(started).toEqual({ id: expect.any(String), step: 0, rate: 3, startedAt: toIso(NOW) });
    expect(queue.control).toMatchObject([
      { message: { kind: 'drain', id: started?.id, step: 1 }, delaySeconds: 1 },
      { message: { kind: 'tell_endpoint', id: endpoint.told?.ids[0] }, delaySeconds: 1 },
    ]);
  });

  it('does nothing but leave a stale message when somebody else was faster', async () => {
    const { context, endpoints, stored } = setUp();
    endpoints.store(anEndpoint({ status: 'PAUSED' }));
    expect(await startDrain(context, anEndpoint())).toBe(false);
    expect(stored()).toMatchObject({ status: 'PAUSED' });
    expect(stored().drain).toBeUndefined();
  });

  it('writes nothing when its message cannot be sent: whoever asked asks again', async () => {
    const seen = anEndpoint({ status: 'PAUSED' });
    const { context, queue, stored } = setUp(seen);
    queue.hooks.before = () => {
      throw new Error('outage');
    };
    await expect(enableEndpoint(context, seen)).rejects.toThrow('outage');
    expect(stored().status).toBe('PAUSED');
  });
});
