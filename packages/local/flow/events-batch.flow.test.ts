import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isObject } from '@switchyard/aws-local/json';
import { ROOT } from '../src/session/paths.ts';
import { type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

async function postBatch({ hooks }: FlowTenant, body: string, headers: Record<string, string> = {}) {
  const answer = await hooks.call('POST', '/v1/events', body, {
    'content-type': 'application/x-ndjson',
    ...headers,
  });
  const results: unknown = isObject(answer.body) ? answer.body.results : [];
  return { ...answer, results: Array.isArray(results) ? results.filter(isObject) : [] };
}

const delivered = ({ endpoint }: FlowTenant, count: number) =>
  waitUntil(`${count} deliveries`, async () =>
    endpoint.deliveries.length >= count ? endpoint.deliveries : undefined,
  );

describe('a batch of events', () => {
  it('is delivered line by line, each byte of a line as it came', async () => {
    const tenant = await flow.createTenant();
    const lines = [
      '{"type":"order.paid","n":1.10}',
      ' {"b":[ ] , "a":"Zoë 🚚"}\t',
      '{"n":12345678901234567890}',
    ];
    const { status, results } = await postBatch(tenant, `${lines[0]}\r\n\n${lines[1]}\n${lines[2]}`);

    expect(status).toBe(200);
    expect(results.map(({ line, status_code }) => [line, status_code])).toEqual([
      [1, 201],
      [3, 201],
      [4, 201],
    ]);
    const received = await delivered(tenant, 3);
    const byId = new Map(received.map(({ headers, body }) => [headers['webhook-id'], body.toString()]));
    expect(results.map(({ event_id }) => byId.get(String(event_id)))).toEqual(lines);
    await tenant.waitFor(String(results[1]?.event_id), 'DELIVERED');
  });

  it('of 500 lines is accepted as a whole, repeated without a second delivery, and listed in its order', async () => {
    const tenant = await flow.createTenant();
    const body = Array.from({ length: 500 }, (_, n) => `{"type":"order.paid","n":${n}}\n`).join('');
    const key = { 'idempotency-key': 'export-1' };
    const [first, second] = [await postBatch(tenant, body, key), await postBatch(tenant, body, key)];

    expect(first.status).toBe(200);
    expect(second.results).toEqual(first.results.map((result) => ({ ...result, replayed: true })));
    await delivered(tenant, 500);
    expect(await postBatch(tenant, body.trimEnd(), key)).toMatchObject({
      status: 409,
      body: { code: 'idempotency_conflict' },
    });
    const ids = first.results.map(({ event_id }) => event_id);
    expect(new Set(tenant.endpoint.deliveries.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set(ids),
    );
    expect(tenant.endpoint.deliveries).toHaveLength(500);
    const { body: page } = await tenant.hooks.call('GET', '/v1/events?limit=3');
    expect(page).toMatchObject({
      events: ids
        .slice(-3)
        .reverse()
        .map((event_id) => ({ event_id })),
    });
  });

  it('answers the line that is wrong, and takes the others', async () => {
    const tenant = await flow.createTenant();
    const { status, results } = await postBatch(tenant, '{"n":1}\n{"n":\n["n"]\n{"n":2}\n');
    expect(status).toBe(207);
    expect(results.map(({ status_code }) => status_code)).toEqual([201, 400, 422, 201]);
    await delivered(tenant, 2);
  });

  it('with a key in each line accepts each as if it had come alone', async () => {
    const tenant = await flow.createTenant();
    const field = { 'idempotency-key-field': 'id' };
    const { results } = await postBatch(tenant, '{"id":"a"}\n{"id":"b"}\n', field);
    const alone = await tenant.hooks.postEvent('{"id":"b"}', 'b');
    expect(alone).toMatchObject({ status: 201, body: { event_id: results[1]?.event_id } });
    await delivered(tenant, 2);
    const again = await postBatch(tenant, '{"id":"b"}\n{"id":"a","n":1}\n', field);
    expect(again.results).toMatchObject([
      { status_code: 201, replayed: true },
      { status_code: 409, problem: { code: 'idempotency_conflict' } },
    ]);
  });

  it('as large as may be comes through the gateway, and a larger one is refused', async () => {
    const tenant = await flow.createTenant();
    const line = (length: number) => `{"a":"${'x'.repeat(length - '{"a":""}\n'.length)}"}\n`;
    const { status } = await postBatch(tenant, line(131_072).repeat(32));
    expect(status).toBe(200);
    await delivered(tenant, 32);
    expect(await postBatch(tenant, `${line(131_072).repeat(32)}{}`)).toMatchObject({
      status: 413,
      body: { code: 'payload_too_large' },
    });
    expect(await postBatch(tenant, '{}\n'.repeat(501))).toMatchObject({
      status: 413,
      body: { code: 'too_many_lines' },
    });
  });
});

describe('events send', () => {
  it('sends a file in several requests, and a repeat sends nothing twice', async () => {
    const tenant = await flow.createTenant();
    const directory = await mkdtemp(join(tmpdir(), 'switchyard-events-'));
    const file = join(directory, 'orders.ndjson');
    await writeFile(file, Array.from({ length: 620 }, (_, n) => `{"n":${n}}\r\n`).join(''));
    const cli = join(ROOT, 'packages/cli/src/bin/cli.ts');
    const args = [cli, 'events', 'send', file, '--url', flow.local.hooks_url, '--json'];
    const send = async () => {
      const env = { ...process.env, SWITCHYARD_API_KEY: tenant.apiKey };
      const { stdout } = await promisify(execFile)(process.execPath, args, { env });
      return JSON.parse(stdout) as unknown;
    };
    const counts = { lines: 620, accepted: 620, failed: 0, failures: [] };
    expect(await send()).toMatchObject({ ...counts, replayed: 0 });
    await delivered(tenant, 620);
    expect(await send()).toMatchObject({ ...counts, replayed: 620 });
    expect(new Set(tenant.endpoint.deliveries.map(({ body }) => body.toString())).size).toBe(620);
    expect(tenant.endpoint.deliveries).toHaveLength(620);
    await rm(directory, { recursive: true });
  });
});
