import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventSchema } from '../src/demo/hooks-client.ts';
import { type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';
import { type Certificate, createServers } from '../testing/misbehaving-server.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: FlowStack;
const servers = createServers();
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(async () => {
  await servers.close();
  await flow.close();
});

/** A tenant whose endpoint `default` answers as it should, beside another one. */
async function aTenantWith(targetUrl: string): Promise<FlowTenant> {
  const tenant = await flow.createTenant();
  await flow.putEndpoint(tenant.tenantId, { endpointId: 'other', targetUrl });
  return tenant;
}

/** The event, once both of its deliveries have ended. */
const endOf = (tenant: FlowTenant, eventId: string) =>
  waitUntil(`both deliveries of ${eventId} to end`, async () => {
    const { body } = await tenant.hooks.call('GET', `/v1/events/${eventId}`);
    const haveEnded = eventSchema
      .parse(body)
      .deliveries.every(({ status }) => ['DELIVERED', 'DLQ'].includes(status));
    return haveEnded ? body : undefined;
  });

const delivered = (endpoint_id: string, attempts: readonly object[]) =>
  expect.objectContaining({
    endpoint_id,
    status: 'DELIVERED',
    attempts: attempts.map((attempt) => expect.objectContaining(attempt)),
  });

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const ENDLESS = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';

/** Writes again and again, as soon as there is room and at least so often. */
function writeOn(socket: Socket, text: string, everyMs: number): void {
  const timer = setInterval(() => socket.write(text), everyMs);
  socket.on('close', () => clearInterval(timer));
}

describe('an endpoint of a tenant, beside one that answers, that', () => {
  it.each<[string, (socket: Socket) => void]>([
    [
      'sends its body a byte at a time',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
        writeOn(socket, 'x', 50);
      },
    ],
    [
      'sends a body without end',
      (socket) => {
        socket.write(ENDLESS);
        writeOn(socket, `8000\r\n${'x'.repeat(32_768)}\r\n`, 1);
      },
    ],
    [
      'resets the connection after the head',
      (socket) => {
        socket.write(ENDLESS, () => setTimeout(() => socket.resetAndDestroy(), 20));
      },
    ],
    [
      'closes after the head',
      (socket) => {
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
      },
    ],
  ])('%s has said that it took the event', async (_, misbehave) => {
    const tenant = await aTenantWith(await servers.startRaw(misbehave));
    const event = await endOf(tenant, await tenant.post());
    expect(event).toMatchObject({
      deliveries: expect.arrayContaining(
        ['default', 'other'].map((id) => delivered(id, [{ attempt: 1, status_code: 200 }])),
      ),
    });
  });

  it.each<[string, string, (socket: Socket) => void]>([
    [
      'sends its head a byte at a time',
      'timeout',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
        writeOn(socket, 'x', 50);
      },
    ],
    ['resets the connection before the head', 'connection', (socket) => socket.resetAndDestroy()],
    ['closes within the head', 'connection', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-')],
    ['speaks another protocol', 'protocol', (socket) => socket.end('220 mail.example.com ESMTP\r\n')],
  ])('%s has not, and is asked again alone', async (_, error, misbehave) => {
    const url = await servers.startRaw((socket, number) =>
      number === 1 ? misbehave(socket) : socket.end(OK),
    );
    const tenant = await aTenantWith(url);
    const event = await endOf(tenant, await tenant.post());
    expect(event).toMatchObject({
      deliveries: expect.arrayContaining([
        delivered('default', [{ attempt: 1, status_code: 200 }]),
        delivered('other', [
          { attempt: 1, error },
          { attempt: 2, status_code: 200 },
        ]),
      ]),
    });
    expect(tenant.endpoint.deliveries).toHaveLength(1);
  });
});

describe('an endpoint with a certificate that is', () => {
  it.each<[Certificate, string, object]>([
    ['trusted', 'DELIVERED', { status_code: 200 }],
    ['self-signed', 'DLQ', { error: 'tls', error_code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
    ['wrong-name', 'DLQ', { error: 'tls', error_code: 'ERR_TLS_CERT_ALTNAME_INVALID' }],
    ['expired', 'DLQ', { error: 'tls', error_code: 'CERT_HAS_EXPIRED' }],
  ])('%s: %s', async (certificate, status, attempt) => {
    const tenant = await aTenantWith(await servers.startTls(certificate));
    const event = await endOf(tenant, await tenant.post());
    expect(event).toMatchObject({
      deliveries: expect.arrayContaining([
        delivered('default', [{ attempt: 1 }]),
        expect.objectContaining({
          endpoint_id: 'other',
          status,
          attempts: expect.arrayContaining([expect.objectContaining(attempt)]),
        }),
      ]),
    });
  });
});

describe('Retry-After', () => {
  it('as a date is waited for without an attempt spent, and followed', async () => {
    const tenant = await flow.createTenant();
    const inThreeSeconds = () => new Date(Date.now() + 3_000).toUTCString();
    tenant.endpoint.answer(() =>
      tenant.endpoint.deliveries.length === 1
        ? { status: 429, headers: { 'retry-after': inThreeSeconds() } }
        : 200,
    );
    const event = await tenant.waitFor(await tenant.post(), 'DELIVERED');
    expect(event.deliveries[0]?.attempts.map(({ attempt }) => attempt)).toEqual([1, 1]);
  });

  it.each(['-5', 'soon', '1.5', '', 'Thu, 01 Jan 1970 00:00:00 GMT'])(
    'that asks for nothing, %j, is an attempt that failed',
    async (header) => {
      const tenant = await flow.createTenant();
      tenant.endpoint.answer(() =>
        tenant.endpoint.deliveries.length === 1 ? { status: 503, headers: { 'retry-after': header } } : 200,
      );
      const event = await tenant.waitFor(await tenant.post(), 'DELIVERED');
      expect(event.deliveries[0]?.attempts.map(({ attempt }) => attempt)).toEqual([1, 2]);
    },
  );

  it.each([
    ['in seconds', String(10 * 365 * 86_400)],
    ['as a date', 'Fri, 01 Jan 2100 00:00:00 GMT'],
  ])('of years, %s, is waited for an hour', async (_, header) => {
    const tenant = await flow.createTenant();
    tenant.endpoint.answer({ status: 503, headers: { 'retry-after': header } });
    await tenant.waitFor(await tenant.post(), 'HELD');
    const { breaker } = (await flow.readEndpoint(tenant.tenantId)) ?? {};
    expect(breaker).toMatchObject({ state: 'open', cause: 'retry_after' });
    expect(Date.parse(breaker.openUntil)).toBeLessThanOrEqual(Date.now() + 3_600_000);
  });
});

describe('an endpoint that', () => {
  it('answers 429 to a burst gets each event once all the same', async () => {
    const tenant = await flow.createTenant();
    const REFUSED = 5;
    tenant.endpoint.answer(() => (tenant.endpoint.deliveries.length <= REFUSED ? 429 : 200));
    const eventIds = await Promise.all(Array.from({ length: 8 }, () => tenant.post()));
    await Promise.all(eventIds.map((eventId) => tenant.waitFor(eventId, 'DELIVERED')));
    expect(tenant.endpoint.deliveries).toHaveLength(eventIds.length + REFUSED);
  });

  it('goes down and comes back again and again gets each event once, and few requests while it is down', async () => {
    const tenant = await flow.createTenant();
    const endpoint = await flow.readEndpoint(tenant.tenantId);
    await flow.putEndpoint(tenant.tenantId, {
      ...endpoint,
      maxAttempts: 50,
      retrySchedule: '1s',
      drainRate: 2,
    });
    const taken: unknown[] = [];
    let isUp = false;
    let refused = 0;
    tenant.endpoint.answer(({ headers }) => {
      if (isUp) taken.push(headers['webhook-id']);
      else refused += 1;
      return isUp ? 200 : 503;
    });
    const eventIds = await Promise.all(Array.from({ length: 24 }, () => tenant.post()));
    const ROUNDS = 3;
    for (let round = 0; round < ROUNDS; round += 1) {
      isUp = false;
      await waitUntil('the breaker opens', async () => {
        const { breaker } = (await flow.readEndpoint(tenant.tenantId)) ?? {};
        return ['open', 'probing'].includes(breaker?.state) || undefined;
      });
      isUp = true;
      const before = taken.length;
      await waitUntil('something arrives', async () => taken.length > before || undefined);
    }
    await Promise.all(eventIds.map((eventId) => tenant.waitFor(eventId, 'DELIVERED')));
    expect(taken.toSorted()).toEqual(eventIds.toSorted());
    // Until it opens, and what was under way then: each event once.
    expect(refused).toBeLessThanOrEqual(ROUNDS * (20 + eventIds.length));
  });
});
