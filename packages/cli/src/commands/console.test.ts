import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it } from '@jest/globals';
import * as z from 'zod';
import { testSession } from '../../testing/test-session.ts';
import { console_ } from './console.ts';

it('says where the console is, serves it, and ends with Ctrl-C', async () => {
  const interrupted = new AbortController();
  const { promise: told, resolve } = Promise.withResolvers<string>();
  const { session } = testSession({ untilInterrupted: () => interrupted.signal });
  const print = (value: object) => resolve(z.object({ url: z.string() }).parse(value).url);
  const ended = console_.run({ ...session, output: { ...session.output, print } }, { port: 0 });
  const url = new URL(await told);
  const refused = await fetch(`${url.origin}/api/console`);
  expect([url.hostname, refused.status]).toEqual(['127.0.0.1', 401]);
  interrupted.abort();
  expect(await ended).toEqual({ ended: true });
  await expect(fetch(url.origin)).rejects.toThrow();
});

it('says that the port is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const run = console_.run(testSession().session, { port });
  await expect(run).rejects.toMatchObject({
    code: 'port_taken',
    message: expect.stringContaining(String(port)),
  });
  server.close();
});
