import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as z from 'zod';

const destinationSchema = z.object({ url: z.url() });

/** A gateway in a few lines: `POST /destinations`, then each `POST /publish` is answered and sent on. */
export async function startTestPeer({ refuses = false } = {}) {
  const published: { readonly headers: Record<string, unknown>; readonly body: string }[] = [];
  let destination: string | undefined;
  const server = createServer(async (incoming, response) => {
    const body = await text(incoming);
    if (incoming.url === '/destinations') {
      destination = destinationSchema.parse(JSON.parse(body)).url;
      response.writeHead(201).end('{}');
      return;
    }
    published.push({ headers: incoming.headers, body });
    if (refuses || destination === undefined) {
      response.writeHead(429).end('{"message":"not now"}');
      return;
    }
    const id = randomUUID();
    response.writeHead(202).end(JSON.stringify({ data: { id } }));
    request(destination, { method: 'POST', headers: { 'x-peer-event': id } }, (answer) =>
      answer.resume(),
    ).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    published,
    close: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
