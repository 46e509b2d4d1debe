import { describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import * as z from 'zod';
import { collectLogs } from '../../testing/collect-logs.ts';
import { createHttpApp } from './app.ts';
import { addRoutes, type Route } from './route.ts';

type Greeter = { readonly greeting: string };

const greet: Route<Greeter> = {
  method: 'GET',
  path: '/people/{person_id}/greeting',
  access: 'public',
  schema: {
    operationId: 'greet',
    summary: 'Greet',
    tags: [],
    params: z.object({ person_id: z.string().max(8) }),
  },
  answer: async ({ greeting }, request) => ({ greeting, params: request.params }),
  examples: () => [],
};

function createApp(route: Route<Greeter>) {
  const app = createHttpApp(fastify, { logger: collectLogs().logger, bodyLimit: 64 });
  addRoutes(app, { greeting: 'Good morning' }, [route]);
  return app;
}

describe('a route', () => {
  it('answers under its path, with the context that its app was given', async () => {
    const answer = await createApp(greet).inject('/people/ada/greeting');

    expect(answer.json()).toEqual({ greeting: 'Good morning', params: { person_id: 'ada' } });
  });

  it('answers for whatever stands below a path that ends in {rest+}', async () => {
    const app = createApp({ ...greet, path: '/pages/{page+}', schema: { hide: true } });

    expect((await app.inject('/pages/a/b')).json()).toMatchObject({ params: { '*': 'a/b' } });
    expect((await app.inject('/pages')).statusCode).toBe(404);
  });

  it('takes only what its schemas allow', async () => {
    const answer = await createApp(greet).inject('/people/somebodyelse/greeting');

    expect(answer.json()).toMatchObject({ status: 400, code: 'params_invalid' });
  });

  it('may refuse a request before its schemas do', async () => {
    const before = () => {
      throw new Error('Refused');
    };
    const answer = await createApp({ ...greet, before }).inject('/people/somebodyelse/greeting');

    expect(answer.statusCode).toBe(500);
  });

  it('is seen by what is registered after it was added', async () => {
    const app = createApp(greet);
    const found: string[] = [];
    app.addHook('onRoute', ({ url }) => void found.push(url));
    await app.ready();

    expect(found).toContain('/people/:person_id/greeting');
  });
});
