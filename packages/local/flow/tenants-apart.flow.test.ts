import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Endpoint } from '@switchyard/core/endpoints';
import type { EndpointBehaviour } from '../src/demo/endpoint-server.ts';
import { type FlowStack, openFlowStack } from '../testing/flow-stack.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

type Trouble = {
  readonly name: string;
  readonly answer: EndpointBehaviour;
  readonly settings?: Partial<Endpoint>;
  /** What is on the endpoint's item once it is in trouble. */
  readonly state: object;
};

it.each<Trouble>([
  { name: 'never answers', answer: 'hang', state: { slowSince: expect.any(String) } },
  {
    name: 'fails',
    answer: 500,
    settings: { maxAttempts: 50, retrySchedule: '1s' },
    state: { breaker: { state: expect.stringMatching('open|probing'), cause: 'failing' } },
  },
  {
    name: 'asks for time',
    answer: { status: 429, headers: { 'retry-after': '600' } },
    state: { breaker: { cause: 'retry_after' } },
  },
  { name: 'is gone', answer: 410, state: { status: 'DISABLED' } },
  { name: 'takes one event a second', answer: 200, settings: { rateLimit: 1 }, state: { rateLimit: 1 } },
])(
  'an endpoint that $name is no trouble to another tenant’s of the same id on the same host',
  async ({ answer, settings, state }) => {
    const host = await flow.startEndpoint();
    const troubled = await flow.createTenant(`${host.url}/troubled`);
    const other = await flow.createTenant(`${host.url}/other`);
    host.answer(({ path }) => (path.endsWith('/troubled') ? answer : 200));
    const endpoint = await flow.readEndpoint(troubled.tenantId);
    await flow.putEndpoint(troubled.tenantId, { ...endpoint, ...settings });
    const before = await flow.readEndpoint(other.tenantId);

    await Promise.all(Array.from({ length: 12 }, () => troubled.post()));
    await waitUntil('it is in trouble', async () => {
      const now = await flow.readEndpoint(troubled.tenantId);
      try {
        expect(now).toMatchObject(state);
        return true;
      } catch {
        return undefined;
      }
    });
    const eventIds = await Promise.all(Array.from({ length: 6 }, () => other.post()));
    const events = await Promise.all(eventIds.map((eventId) => other.waitFor(eventId, 'DELIVERED')));

    expect(events.map(({ deliveries: [one] }) => one?.attempts.map(({ attempt }) => attempt))).toEqual(
      eventIds.map(() => [1]),
    );
    expect(await flow.readEndpoint(other.tenantId)).toEqual(before);
    const sent = host.deliveries.filter(({ path }) => path.endsWith('/other'));
    expect(sent.map(({ headers }) => headers['webhook-id']).toSorted()).toEqual(eventIds.toSorted());
    const lines = await flow.logged(
      'its requests',
      // One that finds no place in a batch for half a second, as on a busy machine, is handed over before.
      ({ tenantId, msg, durationMs }) =>
        tenantId === other.tenantId && msg === 'delivery' && durationMs !== undefined,
      eventIds.length,
    );
    expect(lines.map(({ outcome }) => outcome)).toEqual(eventIds.map(() => 'delivered'));
  },
);
