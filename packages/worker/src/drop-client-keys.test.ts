import { describe, expect, it } from '@jest/globals';
import { parseRetrySchedule } from '@switchyard/core/deliveries';
import { type ClientKeys, readEndpoint } from '@switchyard/core/endpoints';
import { deleteEndpoint } from '@switchyard/core/endpoints/delete-endpoint';
import { updateEndpoint } from '@switchyard/core/endpoints/update-endpoint';
import {
  anEndpoint,
  createTestClientKeys,
  createTestContext,
  ENDPOINT_ID,
  TENANT_ID,
} from '@switchyard/core/testing';
import { dropClientKeys } from './drop-client-keys.ts';

const ID = { tenantId: TENANT_ID, endpointId: ENDPOINT_ID };
const GIVEN = {
  certificate: 'CERTIFICATE',
  privateKey: 'hunter2',
  subject: 'CN=acme',
  fingerprint: 'ab',
  expiresAt: '2027-01-01T00:00:00.000Z',
};

/** An endpoint that has a certificate, and a process that ends at one of its calls. */
async function setUp() {
  const setup = createTestContext({ endpoints: [anEndpoint()] });
  const { clientKeys, secrets } = createTestClientKeys();
  const state = { calls: 0, crashAt: Number.POSITIVE_INFINITY, when: 'before' as 'before' | 'after' };
  const step = async <T>(call: () => Promise<T>): Promise<T> => {
    state.calls += 1;
    const isIts = state.calls === state.crashAt;
    if (isIts && state.when === 'before') throw new Error('The function was stopped');
    const answer = await call();
    if (isIts) throw new Error('The function was stopped');
    return answer;
  };
  const keys: ClientKeys = {
    ...clientKeys,
    create: (secret) => step(() => clientKeys.create(secret)),
  };
  const { sqs, documents } = setup.context;
  const context = {
    ...setup.context,
    clientKeys: keys,
    sqs: {
      ...sqs,
      sendMessage: (...given: Parameters<typeof sqs.sendMessage>) => step(() => sqs.sendMessage(...given)),
    },
    documents: {
      ...documents,
      get: (...given: Parameters<typeof documents.get>) => step(() => documents.get(...given)),
      update: (...given: Parameters<typeof documents.update>) => step(() => documents.update(...given)),
      delete: (...given: Parameters<typeof documents.delete>) => step(() => documents.delete(...given)),
    },
    retryDefaults: { schedule: parseRetrySchedule('1m'), maxAttempts: 5, timeoutMs: 20_000 },
  };
  const update = (tls: typeof GIVEN | undefined) => updateEndpoint(context, { ...ID, settings: { tls } });
  await update(GIVEN);
  return {
    context,
    secrets,
    update,
    /** @returns whether it was stopped */
    async crash(when: 'before' | 'after', nth: number, operation: () => Promise<unknown>) {
      Object.assign(state, { calls: 0, crashAt: nth, when });
      const stopped = await operation().then(
        () => false,
        () => true,
      );
      state.crashAt = Number.POSITIVE_INFINITY;
      return stopped;
    },
    /** What comes two minutes after each change. */
    async drop() {
      const endpoint = await readEndpoint(context, TENANT_ID, ENDPOINT_ID);
      for (const { message } of setup.queue.control)
        if (message.kind === 'drop_client_keys')
          await dropClientKeys({ deleteClientKey: clientKeys.delete }, endpoint, message);
      return endpoint?.tls?.version;
    },
  };
}

describe('whatever call a change is stopped at, its endpoint has the secret that it names, and no other stays', () => {
  type World = Awaited<ReturnType<typeof setUp>>;
  it.each<[string, (world: World) => Promise<unknown>]>([
    ['another certificate', ({ update }) => update(GIVEN)],
    ['none any more', ({ update }) => update(undefined)],
    ['no endpoint any more', ({ context }) => deleteEndpoint(context, ID)],
  ])('%s', async (_, change) => {
    let stops = 0;
    for (const when of ['before', 'after'] as const)
      for (let nth = 1; ; nth += 1) {
        const world = await setUp();
        if (!(await world.crash(when, nth, () => change(world)))) break;
        stops += 1;
        const version = await world.drop();
        const names = [...world.secrets.keys()].map((name) => name.split('/').at(-1));
        expect([when, nth, names]).toEqual([when, nth, version === undefined ? [] : [version]]);
      }
    expect(stops).toBeGreaterThanOrEqual(8);
  });
});
