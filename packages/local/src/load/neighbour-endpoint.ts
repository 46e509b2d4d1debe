import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Another tenant's endpoint, which answers until it is told to hang: then it takes requests and never answers. */
export async function startNeighbourEndpoint() {
  let hangs = false;
  const server = createServer((request, response) => {
    request.resume();
    if (!hangs) response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    hang: (): void => {
      hangs = true;
    },
    close: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
