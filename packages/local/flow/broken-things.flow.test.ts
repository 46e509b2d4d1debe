import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hashApiKey } from '@switchyard/core/tenants';
import { eventIdOf, type FlowStack, openFlowStack } from '../testing/flow-stack.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: FlowStack;
const servers: Server[] = [];
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(async () => {
  for (const server of servers) server.close();
  await flow.close();
});

/** A server that sends these bytes as soon as a request begins. @returns its URL */
async function startRaw(answer: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(answer));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return `http://127.0.0.1:${address.port}/`;
}

const STATUS = 'HTTP/1.1 200 OK\r\n';

describe('an answer of which the status arrives', () => {
  it.each([
    ['before a body that is cut short', `${STATUS}content-length: 100\r\n\r\nhalf`],
    ['after interim answers', `HTTP/1.1 100 Continue\r\n\r\n${STATUS}content-length: 2\r\n\r\nok`],
    [
      'with a length beside chunks',
      `${STATUS}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
  ])('%s is delivered by one attempt', async (_, answer) => {
    const tenant = await flow.createTenant(await startRaw(answer));
    const event = await tenant.waitFor(await tenant.post(), 'DELIVERED');
    expect(event.deliveries).toMatchObject([{ attempts: [{ attempt: 1, status_code: 200 }] }]);
  });

  it('and switches protocols is an attempt that failed, and does not hold the worker', async () => {
    const tenant = await flow.createTenant(
      await startRaw('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n'),
    );
    const event = await tenant.waitFor(await tenant.post(), 'DLQ');
    expect(event.deliveries[0]?.attempts.map(({ status_code: status }) => status)).toEqual([
      101, 101, 101, 101, 101,
    ]);
  });
});

describe('an endpoint that moved', () => {
  it('is not disabled by what its old URL answers, and gets the event at the new one', async () => {
    const tenant = await flow.createTenant();
    await tenant.waitFor(await tenant.post(), 'DELIVERED');
    const elsewhere = await flow.startEndpoint();
    tenant.endpoint.answer(410);
    const item = await flow.readEndpoint(tenant.tenantId);
    await flow.documents.put({
      TableName: flow.local.tables.TenantWebhookConfig,
      Item: { ...item, targetUrl: elsewhere.url },
    });
    await tenant.waitFor(await tenant.post(), 'DELIVERED');
    expect(elsewhere.deliveries).toHaveLength(1);
    expect(await flow.readEndpoint(tenant.tenantId)).toMatchObject({ status: 'ENABLED' });
  });
});

describe('an endpoint whose item was edited into what is none', () => {
  it('gives its own deliveries up, and its tenant’s other endpoints get their events', async () => {
    const tenant = await flow.createTenant();
    const good = await flow.readEndpoint(tenant.tenantId);
    await flow.documents.put({
      TableName: flow.local.tables.TenantWebhookConfig,
      Item: { ...good, endpointId: 'broken', secrets: [{ secret: 'hunter2' }] },
    });
    const { body, status } = await tenant.hooks.postEvent('{"n":1}');
    expect(status).toBe(201);
    const deliveries = await waitUntil('both deliveries to end', async () => {
      const event = await tenant.hooks.getEvent(eventIdOf(body));
      return event.deliveries.some(({ status }) => status === 'PENDING') ? undefined : event.deliveries;
    });
    expect(deliveries).toHaveLength(2);
    expect(deliveries).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ endpoint_id: 'default', status: 'DELIVERED' }),
        expect.objectContaining({ endpoint_id: 'broken', status: 'DLQ', reason: 'endpoint_invalid' }),
      ]),
    );
  });
});

describe('an API key whose item was edited into what is none', () => {
  it('is refused with 401, alone', async () => {
    const [broken, other] = [await flow.createTenant(), await flow.createTenant()];
    await flow.documents.put({
      TableName: flow.local.tables.TenantIdentity,
      Item: { apiKeyHash: hashApiKey(broken.apiKey), tenantId: broken.tenantId, status: 'on' },
    });
    expect(await broken.hooks.postEvent('{}')).toMatchObject({ status: 401 });
    await other.waitFor(await other.post(), 'DELIVERED');
  });
});
