import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FlowStack, openFlowStack } from '../testing/flow-stack.ts';

let flow: FlowStack;
beforeAll(async () => {
  flow = await openFlowStack();
});
afterAll(() => flow.close());

describe.each([
  ['hooks_url', '/v1/docs'],
  ['hooks_url', '/v1/redoc'],
  ['receiver_url', '/docs'],
] as const)('the page at %s %s', (base, path) => {
  it('needs no token, and all that it asks for is there', async () => {
    const url = `${flow.local[base]}${path}`;
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    const html = await page.text();
    const wanted = [...html.matchAll(/(?:src|href)="([^"#]+)"/g)].map(
      ([, target = '']) => new URL(target, url),
    );
    expect(wanted.length).toBeGreaterThan(0);
    for (const target of wanted.filter(({ protocol }) => protocol !== 'data:')) {
      // Nothing comes from elsewhere.
      expect(target.origin).toBe(new URL(url).origin);
      const asset = await fetch(target);
      expect([target.pathname, asset.status]).toEqual([target.pathname, 200]);
      expect((await asset.arrayBuffer()).byteLength).toBeGreaterThan(0);
    }
  });
});

it.each([
  ['hooks_url', '/v1/openapi.json', '/v1/events'],
  ['receiver_url', '/openapi.json', '/{tenant_id}/webhook'],
] as const)('%s %s describes the API', async (base, path, route) => {
  const response = await fetch(`${flow.local[base]}${path}`);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    openapi: expect.stringMatching(/^3\.1/),
    paths: { [route]: { post: expect.anything() } },
  });
});

it('the receiver says that it is up', async () => {
  expect(await (await fetch(`${flow.local.receiver_url}/health`)).json()).toMatchObject({
    status: 'healthy',
  });
});
