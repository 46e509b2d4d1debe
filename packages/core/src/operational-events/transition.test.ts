import { describe, expect, it } from '@jest/globals';
import { anEndpoint, createTestContext, NOW } from '../../testing/index.ts';
import { toIso } from '../clock.ts';
import { changeState, type StateChange } from '../endpoints/change-state.ts';
import { type Endpoint, endpointSchema } from '../endpoints/endpoint.ts';
import type { Told } from '../endpoints/endpoint-state.ts';
import { enableEndpoint, holdEndpoint } from '../endpoints/set-status.ts';
import { startDrain } from '../endpoints/start-drain.ts';
import { UNFINISHED } from '../endpoints/unfinished.ts';
import { transitionOf } from './transition.ts';

const open = {
  state: 'open',
  id: 'b1',
  failures: 20,
  failingSince: toIso(NOW - 60_000),
  cause: 'failing',
  openUntil: toIso(NOW + 30_000),
  lastError: 'http_503',
} as const;
const failing: Told = { state: 'failing', at: toIso(NOW), ids: ['t1'] };

const tellsOf = (before: Partial<Endpoint>, change: StateChange, afterMs = 0) =>
  transitionOf(anEndpoint(before), { ...anEndpoint(before), ...change }, NOW + afterMs);

describe('what there is to tell', () => {
  it.each<[string, Partial<Endpoint>, StateChange, string | undefined]>([
    ['it fails when its breaker opens', {}, { breaker: open }, 'failing'],
    [
      'not again when a probe fails',
      { breaker: open, told: failing },
      { breaker: { ...open, id: 'b2' } },
      undefined,
    ],
    ['not while it asks to wait', {}, { breaker: { ...open, cause: 'retry_after' } }, undefined],
    [
      'not of a probe',
      { breaker: open, told: failing },
      { breaker: { ...open, state: 'probing' } },
      undefined,
    ],
    ['not of failures that open nothing', {}, { breaker: { ...open, state: 'closed' } }, undefined],
    [
      'late, of one that opened before this version',
      { breaker: open },
      { breaker: { ...open, id: 'b2' } },
      'failing',
    ],
    [
      'it is back when its breaker is gone',
      { breaker: open, told: failing },
      { breaker: undefined },
      'recovered',
    ],
    [
      'not of a few failures that ended',
      { breaker: { ...open, state: 'closed' } },
      { breaker: undefined },
      undefined,
    ],
    ['it is disabled', {}, { status: 'DISABLED' }, 'disabled'],
    ['not twice', { status: 'DISABLED' }, { status: 'DISABLED' }, undefined],
    [
      'it is back when it is enabled',
      { status: 'DISABLED' },
      { status: 'ENABLED', breaker: undefined },
      'recovered',
    ],
    ['not of a pause', {}, { status: 'PAUSED' }, undefined],
    ['not of its end', { status: 'PAUSED' }, { status: 'ENABLED', breaker: undefined }, undefined],
    [
      'it is back when one that failed is paused and resumed',
      { status: 'PAUSED', told: failing },
      { status: 'ENABLED' },
      'recovered',
    ],
    [
      'not of a tenant that is created',
      { status: 'DISABLED', statusReason: UNFINISHED },
      { status: 'ENABLED' },
      undefined,
    ],
    ['not of a slow one', { told: { ...failing, state: 'recovered' } }, { slowSince: toIso(NOW) }, undefined],
  ])('%s', (_, before, change, state) => {
    expect(tellsOf(before, change)).toBe(state);
  });

  it('one that goes up and down is said to fail once a minute at most, and said so while it stays down', () => {
    const back: Partial<Endpoint> = { told: { ...failing, state: 'recovered' } };
    expect([1_000, 59_999, 60_000].map((afterMs) => tellsOf(back, { breaker: open }, afterMs))).toEqual([
      undefined,
      undefined,
      'failing',
    ]);
  });
});

function setUp(endpoint: Partial<Endpoint> = {}) {
  const setup = createTestContext({ endpoints: [anEndpoint(endpoint)] });
  const stored = () => endpointSchema.parse(setup.endpoints.items()[0]);
  return { ...setup, stored, told: () => setup.queue.control.map(({ message }) => message) };
}

describe('a change that is told', () => {
  it('sends its message first, which the state then names', async () => {
    const { context, endpoints, stored, told } = setUp();
    endpoints.hooks.before = () => {
      throw new Error('outage');
    };
    await expect(changeState(context, stored(), { breaker: open })).rejects.toThrow('outage');
    expect([told(), stored().told]).toMatchObject([[{ kind: 'tell_endpoint' }], undefined]);

    endpoints.hooks.before = () => undefined;
    await changeState(context, stored(), { breaker: open });
    const ids = told().flatMap((message) => (message.kind === 'tell_endpoint' ? [message.id] : []));
    expect([stored().told?.ids, stored().told?.state]).toEqual([[ids[1]], 'failing']);
  });

  it('says which host fails, since when and how, and nothing of its path or query', async () => {
    const { context, stored, told } = setUp({
      targetUrl: 'https://hooks.example.com:8443/s3cret?key=s3cret',
    });
    await changeState(context, stored(), { breaker: open });
    expect(told()).toMatchObject([
      {
        event: {
          type: 'endpoint.failing',
          version: '1.0',
          timestamp: toIso(NOW),
          data: {
            endpoint_id: 'default',
            target_host: 'hooks.example.com:8443',
            reason: 'failures',
            detail: null,
            failing_since: open.failingSince,
            failures_in_a_row: 20,
            last_error: 'http_503',
            next_probe_at: open.openUntil,
          },
        },
      },
    ]);
    expect(JSON.stringify(told())).not.toContain('s3cret');
  });

  it('of two at once is told by the one that was written', async () => {
    const { context, stored, told } = setUp();
    const seen = stored();
    const both = await Promise.all(
      ['b1', 'b2'].map((id) => changeState(context, seen, { breaker: { ...open, id } })),
    );
    expect(both.toSorted()).toEqual([false, true]);
    expect(
      told().filter((message) => message.kind === 'tell_endpoint' && stored().told?.ids.includes(message.id)),
    ).toHaveLength(1);
  });

  it('keeps the ids of the latest ten', async () => {
    const { context, stored, told } = setUp();
    for (let turn = 0; turn < 8; turn += 1) {
      await holdEndpoint(context, stored(), 'DISABLED', 'Asked for.');
      await enableEndpoint(context, stored());
    }
    const ids = told().flatMap((message) => (message.kind === 'tell_endpoint' ? [message.id] : []));
    expect([ids.length, stored().told?.ids]).toEqual([16, ids.toReversed().slice(0, 10)]);
  });

  it.each<[string, (of: ReturnType<typeof setUp>) => Promise<boolean>, object]>([
    [
      'by hand',
      ({ context, stored }) => holdEndpoint(context, stored(), 'DISABLED', 'Asked for.'),
      {
        type: 'endpoint.disabled',
        data: { reason: 'by_hand', detail: 'Asked for.', failing_since: open.failingSince },
      },
    ],
    [
      'by being enabled',
      ({ context, stored }) => enableEndpoint(context, stored()),
      { type: 'endpoint.recovered', data: { reason: 'enabled', detail: null, next_probe_at: null } },
    ],
    [
      'by an answer',
      ({ context, stored }) => startDrain(context, stored(), { breaker: undefined }),
      { type: 'endpoint.recovered', data: { reason: 'answered', failures_in_a_row: 20 } },
    ],
  ])('%s says so', async (_, change, event) => {
    const of = setUp({ breaker: open, told: failing });
    expect(await change(of)).toBe(true);
    expect(of.told().filter(({ kind }) => kind === 'tell_endpoint')).toMatchObject([{ event }]);
  });
});
