import { describe, expect, it } from '@jest/globals';
import {
  anEndpoint,
  createTestClientKeys,
  createTestContext,
  ENDPOINT_ID,
  TENANT_ID,
} from '../../testing/index.ts';
import { DEFAULT_MAX_ATTEMPTS, DEFAULT_RETRY_SCHEDULE, parseRetrySchedule } from '../deliveries/index.ts';
import { createEndpoint } from './create-endpoint.ts';
import { deleteEndpoint } from './delete-endpoint.ts';
import { isSameTarget, parseEndpoint } from './endpoint.ts';
import { updateEndpoint } from './update-endpoint.ts';

const ID = { tenantId: TENANT_ID, endpointId: ENDPOINT_ID };
const GIVEN = {
  certificate: 'CERTIFICATE',
  privateKey: 'hunter2',
  subject: 'CN=acme',
  fingerprint: 'ab'.repeat(32),
  expiresAt: '2027-01-01T00:00:00.000Z',
};

function setUp({ isOn = true } = {}) {
  const setup = createTestContext({ endpoints: [anEndpoint()] });
  const keys = createTestClientKeys();
  const context = {
    ...setup.context,
    random: (size: number) => new Uint8Array(size).fill(1),
    retryDefaults: {
      schedule: parseRetrySchedule(DEFAULT_RETRY_SCHEDULE),
      maxAttempts: DEFAULT_MAX_ATTEMPTS,
      timeoutMs: 20_000,
    },
    ...(isOn ? { clientKeys: keys.clientKeys } : {}),
  };
  return {
    ...setup,
    ...keys,
    context,
    update: (tls: typeof GIVEN | undefined) => updateEndpoint(context, { ...ID, settings: { tls } }),
    dropped: () =>
      setup.queue.control.flatMap(({ message }) => (message.kind === 'drop_client_keys' ? [message] : [])),
  };
}

describe('the certificate of an endpoint', () => {
  it('is in a secret of its own with its key, of which the item has nothing', async () => {
    const { update, secrets, endpoints, dropped, time } = setUp();
    const { tls } = await update(GIVEN);
    const { certificate, privateKey, ...readable } = GIVEN;
    expect(tls).toEqual({ ...readable, version: expect.any(String) });
    expect([...secrets]).toEqual([
      [`${TENANT_ID}/${ENDPOINT_ID}/${tls?.version}`, JSON.stringify({ certificate, privateKey })],
    ]);
    expect(JSON.stringify(endpoints.items())).not.toContain('hunter2');
    expect(dropped()).toEqual([
      expect.objectContaining({ ...ID, versions: [tls?.version], notBefore: time.clock() + 120_000 }),
    ]);
  });

  it('is another secret when it is replaced, and whoever sees to the one before is told first', async () => {
    const { update, secrets, dropped } = setUp();
    const before = await update(GIVEN);
    const after = await update(GIVEN);
    expect(secrets.size).toBe(2);
    expect(dropped().at(-1)?.versions).toEqual([after.tls?.version, before.tls?.version]);
    expect(isSameTarget(before, after)).toBe(false);
  });

  it('goes with null, and with the endpoint', async () => {
    const { context, update, dropped, endpoints } = setUp();
    const { tls: first } = await update(GIVEN);
    expect((await update(undefined)).tls).toBeUndefined();
    expect(dropped().at(-1)?.versions).toEqual([first?.version]);
    const { tls: second } = await update(GIVEN);
    await deleteEndpoint(context, ID);
    expect(dropped().at(-1)?.versions).toEqual([second?.version]);
    expect(endpoints.items()).toEqual([]);
  });

  it('stays as it was when its secret cannot be made, or the change is refused after it', async () => {
    const { context, update, failNext, endpoints, dropped } = setUp();
    const { tls } = await update(GIVEN);
    failNext();
    await expect(update(GIVEN)).rejects.toThrow('Out of reach');
    const changing = updateEndpoint(context, { ...ID, ifMatch: '"other"', settings: { tls: GIVEN } });
    await expect(changing).rejects.toMatchObject({ code: 'endpoint_changed' });
    expect(endpoints.items()).toMatchObject([{ tls }]);
    // The message comes later, and finds which of them the item has.
    expect(dropped()).toHaveLength(3);
  });

  it('is set with a new endpoint', async () => {
    const { context, secrets } = setUp();
    const settings = { targetUrl: new URL('https://hooks.example.com/'), tls: GIVEN };
    const { endpoint } = await createEndpoint(context, { tenantId: TENANT_ID, endpointId: 'new', settings });
    expect([...secrets.keys()]).toEqual([`${TENANT_ID}/new/${endpoint.tls?.version}`]);
  });

  it('is refused where they are off, and one from before can be taken away', async () => {
    const { context, update, endpoints, queue } = setUp({ isOn: false });
    await expect(update(GIVEN)).rejects.toThrow('CLIENT_CERTIFICATES');
    const { certificate: _, privateKey: __, ...tls } = GIVEN;
    endpoints.store({ ...anEndpoint(), tls: { ...tls, version: crypto.randomUUID() } });
    expect((await updateEndpoint(context, { ...ID, settings: { tls: undefined } })).tls).toBeUndefined();
    expect(queue.control).toEqual([]);
  });

  it('that cannot be read takes its endpoint out of service', () => {
    expect(parseEndpoint({ ...anEndpoint(), tls: { version: 'x' } })).toMatchObject({
      status: 'UNREADABLE',
      statusReason: expect.stringContaining('tls'),
    });
  });
});
