import { expect, it } from '@jest/globals';
import { createTestApi } from '../testing/create-test-api.ts';
import { routes } from './routes.ts';

it('API Gateway lets through exactly the routes that the app has', async () => {
  const { app } = createTestApi();
  const found: string[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    // Fastify adds HEAD to each GET; API Gateway has no such method here.
    for (const one of [method].flat())
      if (one !== 'HEAD') found.push(`${one} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
  });
  await app.ready();

  expect(found.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
});
