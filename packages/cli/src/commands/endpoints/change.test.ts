import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { anEndpoint, createTestClientKeys, SECRET } from '@switchyard/core/testing';
import { createTestAuthority } from '@switchyard/core/testing/certificates';
import { testSession } from '../../../testing/test-session.ts';
import { endpointsChangeStatus } from './change-status.ts';
import { endpointsDelete } from './delete.ts';
import { endpointsRotateSecret } from './rotate-secret.ts';
import { endpointsShow } from './show.ts';
import { endpointsUpdate } from './update.ts';

const id = { tenantId: 'acme', endpointId: 'default' };

function setUp(changes: Parameters<typeof anEndpoint>[0] = {}) {
  const sent: unknown[] = [];
  const send = async ({ input }: { readonly input: object }) => {
    sent.push(input);
    return {};
  };
  const named = {
    functions: {},
    queueUrls: { control: 'https://sqs.example/control', delivery: 'https://sqs.example/delivery' },
    tables: {},
    secrets: {},
  };
  const test = testSession({ endpoints: [anEndpoint(changes)], deployment: { named, sqs: { send } } });
  const act = (action: string, ifMatch?: string) => {
    const command = endpointsChangeStatus.find(({ name }) => name === `endpoints ${action}`);
    if (command === undefined) throw new Error(`There is no ${action}.`);
    return command.run(test.session, { ...id, ifMatch });
  };
  return { ...test, sent, act };
}

describe('an endpoint', () => {
  it('is paused and resumed, and what was held is sent on', async () => {
    const { act, endpoints, sent } = setUp();
    expect(await act('pause')).toMatchObject({ status: 'PAUSED' });
    expect(sent).toEqual([]);
    expect(await act('resume')).toMatchObject({ status: 'ENABLED' });
    expect(sent).toEqual([
      expect.objectContaining({ MessageBody: expect.stringContaining('"kind":"drain"') }),
    ]);
    expect(endpoints()).toEqual([expect.objectContaining({ status: 'ENABLED', drain: expect.any(Object) })]);
  });

  it('gets an ed25519 key, of which only the public part is shown', async () => {
    const { session, endpoints } = setUp();
    const rotating = { ...id, overlapSeconds: 60, secretStdin: false, signature: 'ed25519' } as const;
    const answer = await endpointsRotateSecret.run(session, rotating);
    expect(answer).toMatchObject({ webhook_secret: null, public_key: expect.stringMatching(/^whpk_/) });
    expect(endpoints()).toMatchObject([{ secrets: [{ secret: expect.stringMatching(/^whsk_/) }, {}] }]);
    const shown = await endpointsShow.run(session, id);
    const text =
      JSON.stringify([answer, shown]) +
      endpointsRotateSecret.text(answer, { colors: session.output.colors, nowMs: 0 });
    expect(text).toContain(String(answer.public_key));
    expect(text).not.toContain('whsk_');
    const both = endpointsRotateSecret.run(session, { ...rotating, secretStdin: true });
    await expect(both).rejects.toThrow('--signature');
  });

  it('that is disabled is not resumed but enabled', async () => {
    const { act } = setUp();
    await act('disable');
    await expect(act('resume')).rejects.toMatchObject({ code: 'endpoint_disabled' });
    expect(await act('enable')).toMatchObject({ status: 'ENABLED' });
  });

  it('gets a new secret, and the old one is revoked without an overlap', async () => {
    const { session, endpoints } = setUp();
    const first = await endpointsRotateSecret.run(session, { ...id, overlapSeconds: 60, secretStdin: false });
    expect(endpoints()).toMatchObject([{ secrets: [{ secret: first.webhook_secret }, { secret: SECRET }] }]);
    const second = await endpointsRotateSecret.run(session, { ...id, overlapSeconds: 0, secretStdin: false });
    expect(second.earlier_secrets).toEqual([]);
    expect(endpoints()).toMatchObject([{ secrets: [{ secret: second.webhook_secret }] }]);
  });

  it('is changed only where something is named', async () => {
    const { session, endpoints } = setUp({
      headers: { 'x-a': '1', 'x-b': '2' },
      rateLimit: 5,
      timeoutMs: 900,
    });
    const answer = await endpointsUpdate.run(session, {
      ...id,
      header: ['x-a=', 'X-C=3'],
      description: 'new',
      clear: ['rate-limit'],
    });
    expect(answer).toMatchObject({ header_names: ['x-b', 'x-c'], rate_limit: null, timeout_ms: 900 });
    expect(endpoints()).toMatchObject([
      { headers: { 'x-b': '2', 'x-c': '3' }, description: 'new', timeoutMs: 900 },
    ]);
  });

  it('gets a filter as the API takes it, and loses it', async () => {
    const { session } = setUp();
    const update = (options: object) => endpointsUpdate.run(session, { ...id, ...options });
    const filter = endpointsUpdate.input.shape.filter.parse('{"amount": [{"numeric": [">", 100]}]}');
    expect(await update({ filter })).toMatchObject({ filter: { amount: [{ numeric: ['>', 100] }] } });
    expect(await update({ clear: ['filter'] })).toMatchObject({ filter: null });
    expect(endpointsUpdate.input.shape.filter.safeParse('{"amount": 5}').success).toBe(false);
  });

  it('gets an auth from stdin, which is not shown, and loses it', async () => {
    const auth = { type: 'basic', username: 'a', password: 'hunter2' };
    const { session, endpoints } = setUp();
    const readSecret = async () => JSON.stringify(auth);
    const update = { ...id, authStdin: true };
    const answer = await endpointsUpdate.run({ ...session, readSecret }, update);
    expect(answer).toMatchObject({ auth: { type: 'basic', username: 'a' } });
    expect(endpointsUpdate.text(answer, { colors: session.output.colors, nowMs: 0 })).not.toContain(
      'hunter2',
    );
    expect(endpoints()).toMatchObject([{ auth }]);
    expect(await endpointsUpdate.run(session, { ...id, clear: ['auth'] })).toMatchObject({ auth: null });
  });

  it.each(['hunter2', '{"type":"digest","password":"hunter2"}', '{"type":"basic","password":"hunter2"}'])(
    'gets no auth that is none, and does not repeat it: %s',
    async (text) => {
      const session = { ...setUp().session, readSecret: async () => text };
      const refused = await endpointsUpdate.run(session, { ...id, authStdin: true }).catch(String);
      expect(refused).toMatch(/The auth on stdin/);
      expect(refused).not.toContain('hunter2');
    },
  );

  it('is cleared of headers as a whole', async () => {
    const { session, endpoints } = setUp({ headers: { 'x-a': '1' } });
    await endpointsUpdate.run(session, { ...id, clear: ['headers'] });
    expect(endpoints()[0]?.headers).toBeUndefined();
  });

  it.each([
    ['nothing', {}, 'Nothing is named'],
    [
      'a setting and its clearing',
      { rateLimit: 5, clear: ['rate-limit' as const] },
      '--clear names rate-limit',
    ],
  ])('is not changed by %s', async (_, named, words) => {
    await expect(endpointsUpdate.run(setUp().session, { ...id, ...named })).rejects.toThrow(words);
  });

  it('is changed only as it was shown, where its etag is named', async () => {
    const { session, act } = setUp();
    const { etag } = await endpointsShow.run(session, id);
    const ifMatch = String(etag);
    await endpointsUpdate.run(session, { ...id, description: 'new', ifMatch });
    const refused = { code: 'endpoint_changed' };
    const again = endpointsUpdate.run(session, { ...id, description: 'newer', ifMatch });
    await expect(again).rejects.toMatchObject(refused);
    await expect(act('pause', ifMatch)).rejects.toMatchObject(refused);
    const rotating = { ...id, overlapSeconds: 0, secretStdin: false, ifMatch };
    await expect(endpointsRotateSecret.run(session, rotating)).rejects.toMatchObject(refused);
    await expect(endpointsDelete.run(session, { ...id, yes: true, ifMatch })).rejects.toMatchObject(refused);
  });

  it('is shown without secrets and values of headers', async () => {
    const { session } = setUp({ headers: { 'x-token': 'hunter2' } });
    const answer = await endpointsShow.run(session, id);
    expect(answer).toMatchObject({ tenant_id: 'acme', header_names: ['x-token'], status: 'ENABLED' });
    expect(JSON.stringify(answer)).not.toMatch(/hunter2|whsec_/);
  });

  it('is deleted once it is agreed to', async () => {
    const { session, endpoints, sent } = setUp();
    const refusing = { ...session, confirm: async () => false };
    await expect(endpointsDelete.run(refusing, { ...id, yes: false })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect([endpoints().length, sent]).toEqual([1, []]);
    await endpointsDelete.run(session, { ...id, yes: true });
    expect(endpoints()).toEqual([]);
    expect(sent).toHaveLength(1);
  });
});

describe('a client certificate', () => {
  async function files(until?: Date) {
    const directory = await mkdtemp(join(tmpdir(), 'switchyard-cli-'));
    const authority = await createTestAuthority();
    const issued = await authority.issue({ name: 'acme', ...(until === undefined ? {} : { until }) });
    const [clientCertificate, clientKey] = [join(directory, 'a.pem'), join(directory, 'a.key')];
    await writeFile(clientCertificate, issued.certificate);
    await writeFile(clientKey, issued.privateKey);
    return { clientCertificate, clientKey };
  }
  const setUpKeys = (isOn = true) => {
    const { clientKeys, secrets } = createTestClientKeys();
    const sqs = { send: async () => ({}) };
    const deployment = { sqs, clientKeys: isOn ? clientKeys : undefined };
    return { ...testSession({ endpoints: [anEndpoint()], deployment, clock: Date.now }), secrets };
  };

  it('and its key are read from files, and taken away by name', async () => {
    const { session, secrets, endpoints } = setUpKeys();
    const answer = await endpointsUpdate.run(session, { ...id, ...(await files()) });
    expect(answer.tls).toMatchObject({ subject: 'CN=acme' });
    expect(endpointsUpdate.text(answer, { colors: session.output.colors, nowMs: 0 })).toContain(
      'CN=acme, until',
    );
    expect([...secrets.values()]).toEqual([expect.stringContaining('PRIVATE KEY')]);
    expect(JSON.stringify([answer, endpoints()])).not.toContain('PRIVATE KEY');
    expect(await endpointsUpdate.run(session, { ...id, clear: ['tls'] })).toMatchObject({ tls: null });
  });

  it('is refused in words that quote nothing of it', async () => {
    const { session, secrets } = setUpKeys();
    const good = await files();
    const update = (given: Partial<typeof good>) => endpointsUpdate.run(session, { ...id, ...given });
    await expect(update({ clientKey: good.clientKey })).rejects.toThrow('together');
    await expect(update({ ...good, clientKey: good.clientCertificate })).rejects.toThrow(
      '--client-key must be a private key in PEM',
    );
    await expect(update({ ...good, clientKey: '/nowhere.key' })).rejects.toThrow('cannot be read');
    await expect(update(await files(new Date(Date.now() - 1_000)))).rejects.toThrow('has expired');
    await expect(endpointsUpdate.run(setUpKeys(false).session, { ...id, ...good })).rejects.toThrow(
      'CLIENT_CERTIFICATES=true',
    );
    expect(secrets.size).toBe(0);
  });
});
