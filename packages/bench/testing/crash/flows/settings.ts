import { DEFAULT_PLAN } from '@switchyard/core/tenants';
import * as z from 'zod';
import { EXAMPLE_TLS } from '../../../../ingest-api/src/endpoints/example-certificate.ts';
import type { Found } from '../../reconcile/found.ts';
import type { TenantRequest } from '../../world/caller.ts';
import type { Flow, Stage } from '../flow.ts';
import { addEndpoints, urlOf } from './outbound.ts';

/** One after another. What was done before its answer was lost is refused when it is asked for again. */
const asking =
  (...requests: readonly TenantRequest[]): Flow['run'] =>
  async ({ caller }) => {
    for (const request of requests) {
      const { status, body } = await caller.ask(request);
      if (status >= 300 && status !== 409 && status !== 404)
        throw new Error(`${request.path} was answered ${status}: ${body}`);
    }
  };

const storedEndpoint = ({ world }: Pick<Stage, 'world'>, id: string) =>
  world.tables.endpoints.items().find(({ endpointId }) => endpointId === id);

const BILLING = '/v1/endpoints/billing';
const ONE = '/v1/endpoints/one';

const ENDPOINTS: readonly Flow[] = [
  {
    name: 'endpoint-settings',
    setUp: () => undefined,
    async run(stage) {
      await asking(
        { path: '/v1/endpoints', body: { endpoint_id: 'billing', target_url: urlOf('billing') } },
        { method: 'PATCH', path: BILLING, body: { description: 'of billing' } },
        { path: `${BILLING}/pause` },
        { path: `${BILLING}/resume` },
        { path: `${BILLING}/disable` },
        { path: `${BILLING}/enable` },
      )(stage);
      await stage.caller.send('{"n":1}', { key: 'k' });
    },
    check(found) {
      const { status, description } = storedEndpoint(found, 'billing') ?? {};
      return status === 'ENABLED' && description === 'of billing' ? [] : [`it is ${status}, ${description}`];
    },
  },
  {
    name: 'test-event',
    setUp: (stage) => addEndpoints(stage, { endpointId: 'one' }),
    run: asking({ path: `${ONE}/test`, key: 't' }),
    check: ({ events }) => (events.length === 1 ? [] : [`there are ${events.length} test events`]),
  },
  {
    name: 'client-certificate',
    setUp: (stage) => addEndpoints(stage, { endpointId: 'one' }),
    async run(stage) {
      await asking({ method: 'PATCH', path: ONE, body: { tls: EXAMPLE_TLS } })(stage);
      await stage.caller.send('{"n":1}', { key: 'k' });
    },
    // What a crash left is deleted when it is looked at, minutes later.
    check(found) {
      const { tls } = z
        .object({ tls: z.object({ version: z.string() }) })
        .parse(storedEndpoint(found, 'one'));
      const names = [...found.world.clientSecrets.keys()];
      return names.join() === `acme/one/${tls.version}` ? [] : [`the secrets are ${names.join(', ')}`];
    },
  },
  {
    name: 'client-certificate-taken-away',
    async setUp(stage) {
      addEndpoints(stage, { endpointId: 'one' });
      await asking({ method: 'PATCH', path: ONE, body: { tls: EXAMPLE_TLS } })(stage);
    },
    run: asking({ method: 'PATCH', path: ONE, body: { tls: null } }),
    check: ({ world }) =>
      world.clientSecrets.size === 0 ? [] : [`${world.clientSecrets.size} secrets are left`],
  },
];

const TYPE = '/v1/event-types/order.paid';
const typesIn = ({ world }: Found): unknown[] =>
  [...world.tables.events.items(), ...world.tables.endpoints.items()].filter((item) =>
    JSON.stringify(item).includes('It is paid.'),
  );

const TYPES: readonly Flow[] = [
  {
    name: 'event-type',
    setUp: (stage) => addEndpoints(stage, { endpointId: 'one' }),
    async run(stage) {
      const body = { description: 'It is paid.', schema: { type: 'object' }, validate: true };
      await asking({ method: 'PUT', path: TYPE, body })(stage);
      await stage.caller.send('{"type":"order.paid"}', { key: 'k' });
    },
    check: (found) => (typesIn(found).length === 1 ? [] : ['it is not registered']),
  },
  {
    name: 'event-type-deleted',
    setUp: asking({ method: 'PUT', path: TYPE, body: { description: 'It is paid.' } }),
    run: asking({ method: 'DELETE', path: TYPE }),
    check: (found) => (typesIn(found).length === 0 ? [] : ['it is still registered']),
  },
];

const linkSchema = z.object({ url: z.string(), key_id: z.string() });

/** A tenant of its own, made as operators do. @returns its API key */
async function apiKeyOf({ caller }: Stage): Promise<string> {
  const written = { tenantId: 'linked', targetUrl: urlOf('linked'), plan: DEFAULT_PLAN };
  const { answer } = await caller.command('tenants create', written);
  return z.object({ api_key: z.string() }).parse(answer).api_key;
}
const apiKeys = new WeakMap<Stage['world'], string>();

const LINKS: Flow = {
  name: 'portal-links',
  async setUp(stage) {
    apiKeys.set(stage.world, await apiKeyOf(stage));
  },
  async run({ caller, world }) {
    const bearer = apiKeys.get(world) ?? '';
    const { json } = await caller.must({ path: '/v1/portal-links', bearer });
    const { url, key_id: keyId } = linkSchema.parse(json);
    const link = { bearer: url.slice(url.indexOf('#') + 1).replace(/^.*=/, '') };
    const look = { method: 'GET', path: '/v1/portal-session', ...link } as const;
    await caller.must(look);
    await caller.ask({ path: '/v1/endpoints/default/pause', ...link });
    await caller.must({ method: 'DELETE', path: `/v1/portal-links/${keyId}`, bearer });
    const { status } = await caller.ask(look);
    if (status !== 401) throw new Error(`The link is revoked, and answered ${status}.`);
  },
  check({ world, crashes }) {
    const links = world.tables.identity.items().filter(({ role }) => role === 'portal');
    const revoked = links.filter(({ status }) => status === 'REVOKED').length;
    return revoked === 1 && links.length <= 1 + crashes
      ? []
      : [`of ${links.length} links ${revoked} are revoked`];
  },
};

const replaySchema = z.object({ replay_id: z.string() });

/** Started, stopped on its way, and then what is asked for. */
const replayed = (name: string, last: 'resume' | 'cancel', state: string): Flow => ({
  name,
  async setUp(stage) {
    addEndpoints(stage, { endpointId: 'one' });
    for (const n of [1, 2, 3]) await stage.caller.send(`{"n":${n}}`, { key: `k${n}` });
  },
  async run(stage) {
    const body = { status: 'DELIVERED', endpoint_id: 'one', rate: 0.1 };
    const { json } = await stage.caller.must({ path: '/v1/replays', key: 'r', body });
    const path = `/v1/replays/${replaySchema.parse(json).replay_id}`;
    await asking({ path: `${path}/pause` }, { path: `${path}/${last}` })(stage);
  },
  check: ({ items }) =>
    items
      .filter((item) => String(item.sk).startsWith('REPLAY') && item.state !== undefined)
      .filter((item) => item.state !== state)
      .map((item) => `the replay is ${item.state}`),
});

/** What tenants set, start and stop. */
export const SETTINGS: readonly Flow[] = [
  ...ENDPOINTS,
  ...TYPES,
  LINKS,
  replayed('replay-resumed', 'resume', 'done'),
  replayed('replay-cancelled', 'cancel', 'cancelled'),
];
