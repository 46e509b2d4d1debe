import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export type HttpServer = {
  readonly port: number;
  readonly url: string;
  /** Requests that come before there is a handler are answered 503. */
  readonly handle: (handler: HttpHandler) => void;
  readonly stop: () => Promise<void>;
};

/** A server on the loopback interface only. Rejects with the system's error when the port is taken. */
export async function startHttpServer(port: number): Promise<HttpServer> {
  let handler: HttpHandler = async (_request, response) => {
    response.writeHead(503, { 'content-type': 'text/plain' }).end('The local stack is starting.\n');
  };
  // Node's own limits are those of a public server: a long poll or a debugged function may take its time.
  const server = createServer({ keepAliveTimeout: 600_000, requestTimeout: 0 }, (request, response) => {
    handler(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else
        response
          .writeHead(500, { 'content-type': 'text/plain' })
          .end(`The local stack failed: ${String(error)}\n`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    port: actual,
    url: `http://127.0.0.1:${actual}`,
    handle: (next) => {
      handler = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
