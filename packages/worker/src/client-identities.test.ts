import type { ServerOptions } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { secretNameOf } from '@switchyard/core/endpoints/client-certificate';
import { checkedTls } from '@switchyard/core/endpoints/tls-field';
import { anEndpoint, createTestClientKeys, createTestClock } from '@switchyard/core/testing';
import { createTestAuthority, type TestAuthority } from '@switchyard/core/testing/certificates';
import { closeServers, startTlsServer } from '../testing/servers.ts';
import { createClientIdentities } from './client-identities.ts';
import { dropClientKeys } from './drop-client-keys.ts';
import { classifyFailure, codeOfFailure } from './failure.ts';
import { createSendPost } from './post.ts';
import { postToEndpoint } from './post-to-endpoint.ts';
import { createResolveHost } from './resolve-host.ts';

const LONG_MS = 60_000;
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const known = getCACertificates('default');

let servers: TestAuthority;
let clients: TestAuthority;
let strangers: TestAuthority;
let server: { certificate: string; privateKey: string };
beforeAll(async () => {
  [servers, clients, strangers] = await Promise.all(
    ['Servers', 'Clients', 'Strangers'].map((name) => createTestAuthority(name)),
  ).then(([a, b, c]) => {
    if (a === undefined || b === undefined || c === undefined) throw new Error('Not made.');
    return [a, b, c];
  });
  server = await servers.issue({ name: 'localhost', address: '127.0.0.1', uses: [SERVER_AUTH] });
  setDefaultCACertificates([...known, servers.pem]);
});
afterAll(() => setDefaultCACertificates(known));

const opened: { close(): void }[] = [];
afterEach(async () => {
  for (const post of opened.splice(0)) post.close();
  await closeServers();
});

/** A worker before a server that asks for a certificate of `clients`. */
async function setUp(options: { readonly isOn?: boolean; readonly tls?: ServerOptions } = {}) {
  const target = await startTlsServer({
    cert: server.certificate,
    key: server.privateKey,
    ca: clients.pem,
    requestCert: true,
    rejectUnauthorized: true,
    ...options.tls,
  });
  const time = createTestClock(Date.now());
  const store = createTestClientKeys();
  const { clock } = time;
  const keys = options.isOn === false ? undefined : store.clientKeys;
  const post = createSendPost({
    allowLoopback: true,
    clock,
    resolveHost: createResolveHost({ clock }),
    timeoutMs: LONG_MS,
  });
  opened.push(post);
  const context = {
    post,
    accessTokens: async () => ({ kind: 'failed', detail: 'TOKEN_NOT_EXPECTED' }) as const,
    clientIdentities: createClientIdentities(keys, clock),
    attemptTimeoutMs: LONG_MS,
    clock,
  };
  const request = { headers: { 'webhook-id': 'evt_1' }, body: Buffer.from('{}') };
  /** An endpoint with a certificate of this authority, or with none. */
  async function endpointOf(name: string, authority?: TestAuthority, until?: Date) {
    const id = { endpointId: name, targetUrl: target.url };
    if (authority === undefined) return anEndpoint(id);
    const issued = await authority.issue({ name, ...(until === undefined ? {} : { until }) });
    const { certificate, privateKey, ...known } = checkedTls(
      { client_certificate: issued.certificate, private_key: issued.privateKey },
      Date.now(),
    );
    const endpoint = anEndpoint({ ...id, tls: { ...known, version: crypto.randomUUID() } });
    const secret = secretNameOf(endpoint, endpoint.tls?.version ?? '');
    store.secrets.set(secret, JSON.stringify({ certificate, privateKey }));
    return endpoint;
  }
  return {
    ...store,
    target,
    time,
    endpointOf,
    deliver: (endpoint: ReturnType<typeof anEndpoint>) => postToEndpoint(context, endpoint, request),
  };
}

const refused = (detail: unknown) => ({ kind: 'failed', error: 'client_certificate', detail });

describe('a server that asks for a client certificate', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)('gets it, over %s', async (version) => {
    const { target, endpointOf, deliver } = await setUp({
      tls: { minVersion: version, maxVersion: version },
    });
    expect(await deliver(await endpointOf('acme', clients))).toMatchObject({ statusCode: 200 });
    expect(target.seen).toEqual(['acme']);
  });

  it('sees of each endpoint its own, over connections that no other uses', async () => {
    const { target, endpointOf, deliver } = await setUp({ tls: { rejectUnauthorized: false } });
    const endpoints = [
      await endpointOf('one', clients),
      await endpointOf('two', clients),
      await endpointOf('none'),
    ];
    for (const endpoint of [...endpoints, ...endpoints])
      expect(await deliver(endpoint)).toMatchObject({ statusCode: 200 });
    expect(target.seen).toEqual(['one', 'two', 'nobody', 'one', 'two', 'nobody']);
    // Kept for the next delivery, each for whose it is.
    expect(target.connections()).toBe(3);
  });

  it('says by an alert that it got none, which is an error of its own', async () => {
    const { target, endpointOf, deliver } = await setUp();
    const required = refused('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED');
    expect(await deliver(await endpointOf('none'))).toMatchObject(required);
    expect(target.seen).toEqual([]);
  });

  it('says so before TLS 1.3 by one that can mean something else', async () => {
    const { endpointOf, deliver } = await setUp({ tls: { maxVersion: 'TLSv1.2' } });
    const failed = { kind: 'failed', error: 'tls', detail: 'SSL_ALERT_HANDSHAKE_FAILURE' };
    expect(await deliver(await endpointOf('none'))).toMatchObject(failed);
  });

  it('and does not know who issued it sees no request', async () => {
    const { target, endpointOf, deliver } = await setUp();
    // Node's server hangs up without an alert.
    const failed = { kind: 'failed', error: 'connection', detail: 'ECONNRESET' };
    expect(await deliver(await endpointOf('strange', strangers))).toMatchObject(failed);
    expect(target.seen).toEqual([]);
  });

  it.each([
    ['alert unknown ca', 'SSL_ALERT_UNKNOWN_CA'],
    ['sslv3 alert bad certificate', 'SSL_ALERT_BAD_CERTIFICATE'],
    ['sslv3 alert certificate expired', 'SSL_ALERT_CERTIFICATE_EXPIRED'],
    ['tlsv1 alert access denied', 'SSL_ALERT_ACCESS_DENIED'],
  ])('refuses it during the handshake: %s', (words, code) => {
    const message = `write EPROTO 40:error:0A000418:SSL routines:ssl3_read_bytes:${words}:rec_layer_s3.c:918:`;
    const error = Object.assign(new Error(message), { code: 'EPROTO' });
    expect([classifyFailure(error), codeOfFailure(error)]).toEqual(['client_certificate', code]);
  });

  it.each([
    'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
    'ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED',
    'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE',
  ])('refuses it after the handshake: %s', (code) => {
    expect(classifyFailure(Object.assign(new Error('x'), { code }))).toBe('client_certificate');
  });
});

describe('a certificate', () => {
  it('that has expired is not shown, and says so', async () => {
    const { target, time, endpointOf, deliver } = await setUp();
    const endpoint = await endpointOf('acme', clients, new Date(Date.now() + 3_600_000));
    time.advance(3_601_000);
    expect(await deliver(endpoint)).toMatchObject(refused('CLIENT_CERTIFICATE_EXPIRED'));
    expect(target.connections()).toBe(0);
  });

  it('is read once in five minutes, and is good for longer while Secrets Manager does not answer', async () => {
    const { time, endpointOf, deliver, secrets, failNext } = await setUp();
    const endpoint = await endpointOf('acme', clients);
    failNext();
    expect(await deliver(endpoint)).toMatchObject(refused('CLIENT_KEY_UNAVAILABLE'));
    expect(await deliver(endpoint)).toMatchObject({ statusCode: 200 });
    failNext(9);
    time.advance(5 * 60_000 - 1);
    expect(await deliver(endpoint)).toMatchObject({ statusCode: 200 });
    time.advance(1);
    expect(await deliver(endpoint)).toMatchObject({ statusCode: 200 });
    failNext(0);
    secrets.clear();
    time.advance(5 * 60_000);
    expect(await deliver(endpoint)).toMatchObject(refused('CLIENT_KEY_MISSING'));
  });

  it('is another as soon as the endpoint’s item names it', async () => {
    const { target, endpointOf, deliver } = await setUp();
    await deliver(await endpointOf('acme', clients));
    await deliver({ ...(await endpointOf('other', clients)), endpointId: 'other' });
    expect(target.seen).toEqual(['acme', 'other']);
  });

  it.each([
    ['no JSON', 'hunter2'],
    ['another JSON', '{"key":"hunter2"}'],
  ])('whose secret was overwritten with %s is not shown', async (_, text) => {
    const { secrets, endpointOf, deliver } = await setUp();
    const endpoint = await endpointOf('acme', clients);
    for (const name of secrets.keys()) secrets.set(name, text);
    expect(await deliver(endpoint)).toMatchObject(refused('CLIENT_KEY_MALFORMED'));
  });

  it('is not shown where they were switched off since', async () => {
    const { endpointOf, deliver } = await setUp({ isOn: false });
    expect(await deliver(await endpointOf('acme', clients))).toMatchObject(
      refused('CLIENT_CERTIFICATES_OFF'),
    );
  });
});

describe('secrets that are to be dropped', () => {
  it('are those that the endpoint’s item does not name', async () => {
    const { clientKeys, secrets, endpointOf } = await setUp();
    const [used, unused] = [await endpointOf('acme', clients), await endpointOf('acme', clients)];
    const versions = [used, unused].map(({ tls }) => tls?.version ?? '');
    const { tenantId, endpointId } = used;
    const message = { kind: 'drop_client_keys', tenantId, endpointId, versions } as const;
    const drop = (endpoint: typeof used | undefined) =>
      dropClientKeys({ deleteClientKey: clientKeys.delete }, endpoint, {
        ...message,
        schema: 'switchyard.control.v1',
        id: 'x',
        notBefore: 0,
      });
    await drop(used);
    await drop(used);
    expect([...secrets.keys()]).toEqual([secretNameOf(used, used.tls?.version ?? '')]);
    await drop(undefined);
    expect(secrets.size).toBe(0);
  });
});
