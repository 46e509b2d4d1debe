import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientOptions } from '@switchyard/aws-local';
import { CONTROL_MESSAGE } from '@switchyard/core/deliveries';
import { createTestAuthority, type TestAuthority } from '@switchyard/core/testing/certificates';
import { neverLogged } from '../testing/canaries.ts';
import { type FlowStack, type FlowTenant, openFlowStack } from '../testing/flow-stack.ts';
import { createServers } from '../testing/misbehaving-server.ts';
import { waitUntil } from '../testing/wait-until.ts';

let flow: FlowStack;
let authority: TestAuthority;
let secrets: SecretsManagerClient;
const servers = createServers();
beforeAll(async () => {
  [flow, authority] = await Promise.all([openFlowStack(), createTestAuthority()]);
  const { secretsmanager_endpoint, region, access_key_id } = flow.local;
  secrets = new SecretsManagerClient(clientOptions(secretsmanager_endpoint, region, access_key_id));
});
afterAll(async () => {
  secrets.destroy();
  await servers.close();
  await flow.close();
});

async function issue(name: string, by = authority) {
  const issued = await by.issue({ name });
  for (const line of issued.privateKey.split('\n').filter((each) => each.length > 40))
    neverLogged('private key of an endpoint', line);
  return issued;
}

const asField = ({ certificate, privateKey }: Awaited<ReturnType<typeof issue>>) => ({
  client_certificate: certificate,
  private_key: privateKey,
});

const patch = ({ hooks }: FlowTenant, body: object) =>
  hooks.call('PATCH', '/v1/endpoints/default', JSON.stringify(body));

const deliver = async (tenant: FlowTenant) => tenant.waitFor(await tenant.post(), 'DELIVERED');

const versionOf = async ({ tenantId }: FlowTenant): Promise<string> =>
  Object((await flow.readEndpoint(tenantId))?.tls).version;

/** As the operator reads it. */
const readSecret = ({ tenantId }: FlowTenant, version: string) =>
  secrets
    .send(
      new GetSecretValueCommand({
        SecretId: `${flow.local.settings.CLIENT_CERTIFICATES_PREFIX}${tenantId}/default/${version}`,
      }),
    )
    .then(
      ({ SecretString = '' }) => SecretString,
      ({ name }: Error) => name,
    );

describe('an endpoint that asks for a client certificate', () => {
  it.each([
    ['worker', {}],
    ['slow-worker', { slowSince: new Date().toISOString() }],
  ])('gets the newest that its tenant has set, by the %s', async (service, changes) => {
    const { url, seen } = await servers.startMutualTls(authority.pem);
    const tenant = await flow.createTenant(url);
    const set = await patch(tenant, { tls: asField(await issue('first')) });
    expect(set).toMatchObject({ status: 200, body: { tls: { subject: 'CN=first' } } });
    await patch(tenant, { tls: asField(await issue('second')) });
    const endpoint = await flow.readEndpoint(tenant.tenantId);
    await flow.putEndpoint(tenant.tenantId, { ...endpoint, ...changes });
    await deliver(tenant);
    expect(seen).toEqual(['second']);
    const isIts = (json: Record<string, unknown>) =>
      json.tenantId === tenant.tenantId && json.outcome === 'delivered';
    expect(await flow.logged('its delivery', isIts)).toMatchObject([{ service }]);
    const shown = JSON.stringify([
      set.text,
      (await tenant.hooks.call('GET', '/v1/endpoints/default')).text,
      await flow.readEndpoint(tenant.tenantId),
    ]);
    expect(shown).not.toContain('PRIVATE KEY');
  });

  it('and gets none says so with an error of its own, and goes on with one', async () => {
    const { url } = await servers.startMutualTls(authority.pem);
    const tenant = await flow.createTenant(url);
    await flow.putEndpoint(tenant.tenantId, {
      ...(await flow.readEndpoint(tenant.tenantId)),
      maxAttempts: 1,
    });
    const eventId = await tenant.post();
    await tenant.waitFor(eventId, 'DLQ');
    expect((await tenant.hooks.call('GET', `/v1/events/${eventId}`)).body).toMatchObject({
      deliveries: [
        {
          attempts: [
            { error: 'client_certificate', error_code: expect.stringContaining('CERTIFICATE_REQUIRED') },
          ],
        },
      ],
    });
    await patch(tenant, { tls: asField(await issue('late')) });
    expect(await tenant.hooks.call('POST', `/v1/events/${eventId}/retry`, '{}')).toMatchObject({
      status: 202,
    });
    await tenant.waitFor(eventId, 'DELIVERED');
  });

  it('is given one from files by the CLI, which takes it away again', async () => {
    const { url, seen } = await servers.startMutualTls(authority.pem);
    const tenant = await flow.createTenant(url);
    const { certificate, privateKey } = await issue('by-cli');
    const directory = await mkdtemp(join(tmpdir(), 'switchyard-certificates-'));
    const [file, keyFile] = [join(directory, 'a.pem'), join(directory, 'a.key')];
    try {
      await Promise.all([writeFile(file, certificate), writeFile(keyFile, privateKey)]);
      const id = [tenant.tenantId, 'default'];
      const options = ['--client-certificate', file, '--client-key', keyFile];
      const updated = await flow.cli('endpoints', 'update', ...id, ...options);
      expect(updated).toMatchObject({ tls: { subject: 'CN=by-cli' } });
      await deliver(tenant);
      expect(seen).toEqual(['by-cli']);
      const cleared = await flow.cli('endpoints', 'update', ...id, '--clear', 'tls');
      expect(cleared).toMatchObject({ tls: null });
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});

describe('the secret of a certificate', () => {
  it('is deleted once the endpoint has another or none', async () => {
    const { url } = await servers.startMutualTls(authority.pem);
    const tenant = await flow.createTenant(url);
    await patch(tenant, { tls: asField(await issue('before')) });
    const before = await versionOf(tenant);
    await patch(tenant, { tls: asField(await issue('after')) });
    const after = await versionOf(tenant);
    expect(await readSecret(tenant, before)).toContain('PRIVATE KEY');
    // As it comes two minutes after each change.
    const message = {
      schema: CONTROL_MESSAGE,
      kind: 'drop_client_keys',
      tenantId: tenant.tenantId,
      endpointId: 'default',
      id: 'now',
      versions: [before, after],
      notBefore: 0,
    };
    await flow.sendMessages('control', [JSON.stringify(message)]);
    await waitUntil('it is deleted', async () =>
      (await readSecret(tenant, before)) === 'ResourceNotFoundException' ? true : undefined,
    );
    expect(await readSecret(tenant, after)).toContain('PRIVATE KEY');
  });
});

it('a certificate that cannot be used is refused, and nothing of it is repeated', async () => {
  const tenant = await flow.createTenant();
  const [one, other] = [await issue('one'), await issue('other')];
  const { status, body, text } = await patch(tenant, {
    tls: { ...asField(one), private_key: other.privateKey },
  });
  expect([status, body]).toEqual([
    422,
    expect.objectContaining({
      errors: [{ path: 'tls.private_key', message: 'is not that of client_certificate' }],
    }),
  ]);
  expect(text).not.toContain('BEGIN');
});
