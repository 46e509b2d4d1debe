import { describe, expect, it } from '@jest/globals';
import { createSecretOf } from '@switchyard/core/signatures';
import { anEndpoint } from '@switchyard/core/testing';
import { createTestApi } from '../../testing/create-test-api.ts';
import { problem } from '../../testing/problem.ts';

function setUp() {
  const api = createTestApi({ endpoints: [anEndpoint()] });
  const json = { 'content-type': 'application/json' };
  const send = (method: string, path: string, body?: object) =>
    api.send({ method, path, headers: json, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const make = (body: object) =>
    send('POST', '/v1/endpoints', { target_url: 'https://hooks.example.com/', ...body });
  return { ...api, send, make };
}

describe('an endpoint with an ed25519 key', () => {
  it('never shows the private one, and its public ones to whoever has the address, through rotations', async () => {
    const { make, send, endpoints } = setUp();
    const made = await make({ endpoint_id: 'signed', signature: 'ed25519' });
    expect(made).toMatchObject({ status: 201, json: { secret: null, secrets: [{ type: 'ed25519' }] } });
    const { public_keys_path: path, secrets } = Object(made.json);
    const [{ public_key: first }] = secrets;
    expect(first).toMatch(/^whpk_/);
    const rotated = await send('POST', '/v1/endpoints/signed/rotate-secret', {
      secret: createSecretOf('ed25519', (size) => Buffer.alloc(size, 9)),
    });
    expect(rotated.json).toMatchObject({ secret: null, public_keys_path: path });
    const page = await send('GET', path);
    expect(page).toMatchObject({ status: 200, headers: { 'cache-control': 'public, max-age=300' } });
    expect(page.json).toEqual({
      keys: [
        {
          public_key: Object(rotated.json).secrets[0].public_key,
          created_at: expect.any(String),
          expires_at: null,
        },
        { public_key: first, created_at: expect.any(String), expires_at: expect.any(String) },
      ],
    });
    const [stored] = endpoints.items().filter(({ endpointId }) => endpointId === 'signed');
    for (const { secret } of Object(stored).secrets)
      expect([made, rotated, page].some(({ body }) => body.includes(secret.slice(5, 40)))).toBe(false);
  });

  it('has no page for those who guess, and without a key there is none', async () => {
    const { make, send } = setUp();
    await make({ endpoint_id: 'signed', signature: 'ed25519' });
    const paths = ['acme/signed', 'acme/default', 'acme/nobody', 'nobody/signed'];
    for (const path of paths)
      expect(await send('GET', `/v1/public-keys/${path}/${'x'.repeat(22)}`)).toEqual(
        problem(404, 'public_keys_not_found'),
      );
    expect((await send('GET', '/v1/endpoints/default')).json).toMatchObject({ public_keys_path: null });
  });

  it('of one’s own says its kind itself', async () => {
    const { make } = setUp();
    const own = `whsk_${Buffer.alloc(64, 1).toString('base64')}`;
    expect(await make({ secret: own })).toEqual(problem(422, 'body_invalid'));
    const both = await make({
      secret: `whsec_${Buffer.alloc(24, 1).toString('base64')}`,
      signature: 'ed25519',
    });
    expect(both.json).toMatchObject({ errors: [{ path: 'signature' }] });
  });
});
