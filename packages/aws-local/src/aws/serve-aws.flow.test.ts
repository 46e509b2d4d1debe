import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Fixture, startFixture } from '../../testing/start-fixture.ts';

let fixture: Fixture;
let port: number;
beforeAll(async () => {
  fixture = await startFixture();
  port = Number(new URL(fixture.stack.lambdaEndpoint).port);
});
afterAll(() => fixture?.stack.stop());

type Answer = { readonly status: number | undefined; readonly body: string };

/** As any program can send it: no header is forbidden here, not even `Host`. */
const post = (path: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method: 'POST', headers, agent: false };
    const outgoing = request(options, (response) => {
      text(response).then((sent) => resolve({ status: response.statusCode, body: sent }), reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });

const credential = (accessKeyId: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261127/us-east-1/x/aws4_request, SignedHeaders=host, Signature=0`,
});
const operator = () => credential(fixture.stack.accessKeyId);

/** A call of each service, as a web page would choose it. */
const calls = {
  DynamoDB: (headers: Record<string, string>) =>
    post('/', { 'x-amz-target': 'DynamoDB_20120810.ListTables', ...headers }, '{}'),
  SQS: (headers: Record<string, string>) =>
    post('/', { 'x-amz-target': 'AmazonSQS.ListQueues', ...headers }, '{}'),
  'Secrets Manager': (headers: Record<string, string>) => {
    const input = JSON.stringify({ SecretId: fixture.stack.outputs.SecretToken });
    return post('/', { 'x-amz-target': 'secretsmanager.GetSecretValue', ...headers }, input);
  },
  Lambda: (headers: Record<string, string>) =>
    post('/2015-03-31/functions/fixture-test-Worker/invocations', headers, '{"Records":[]}'),
};

describe.each(Object.entries(calls))('%s on the local AWS', (_service, call) => {
  it.each(['127.0.0.1', 'localhost'])('answers its operator at %s', async (name) => {
    expect(await call({ ...operator(), host: `${name}:${port}` })).toMatchObject({ status: 200 });
  });

  it.each([
    ['a name that leads here', () => ({ host: `rebound.example:${port}` })],
    ['another port of this address', () => ({ host: '127.0.0.1:1' })],
    ['this address without its port', () => ({ host: '127.0.0.1' })],
    ['a name that begins as this address', () => ({ host: `127.0.0.1:${port}.example` })],
  ])('does not answer to %s', async (_what, host) => {
    const { status, body } = await call({ ...operator(), ...host() });
    expect(status).toBe(403);
    expect(body).toContain(`answers to 127.0.0.1:${port} and localhost:${port} only`);
  });

  it.each([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['an origin that is hidden', { origin: 'null' }],
    ['an origin on this machine', { origin: 'http://127.0.0.1:3000' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this site', { 'sec-fetch-site': 'same-site' }],
    ['its own origin', { 'sec-fetch-site': 'same-origin' }],
  ])('does not answer a page of %s, not even with the key', async (_what, headers) => {
    const { status, body } = await call({ ...operator(), ...headers });
    expect(status).toBe(403);
    expect(body).toContain('does not answer to web pages');
  });

  it.each([
    ['no key', () => ({})],
    ['a key that is not of this run', () => credential('ASIA0123456789ABCDEF')],
    ['the beginning of the key', () => credential(fixture.stack.accessKeyId.slice(0, -1))],
    ['no AWS signature', () => ({ authorization: `Bearer ${fixture.stack.accessKeyId}` })],
  ])('does not answer a call with %s', async (_what, headers) => {
    const { status, body } = await call({ 'content-type': 'text/plain', ...headers() });
    expect(status).toBe(403);
    expect(body).toContain('not one of this run');
  });
});

it('an invocation that is refused does not run', async () => {
  const path = '/2015-03-31/functions/fixture-test-Worker/invocations';
  const before = fixture.lines.length;
  await post(path, { ...operator(), origin: 'https://evil.example' }, '{"Records":[]}');
  await post(path, { 'content-type': 'text/plain' }, '{"Records":[]}');
  expect(fixture.lines.slice(before)).toEqual([]);
});
