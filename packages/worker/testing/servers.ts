import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

const started: { server: Server; sockets: Set<Socket> }[] = [];

/** Ends every server that a test has started, with whatever is connected to it. */
export async function closeServers(): Promise<void> {
  await Promise.all(
    started.splice(0).map(({ server, sockets }) => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
}

async function listen(server: Server) {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      server.emit('gone');
    });
  });
  started.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}/hook`,
    connections: () => connections,
    /** Resolves when the other side has closed every connection. */
    allGone: async (): Promise<void> => {
      while (sockets.size > 0) await new Promise((resolve) => server.once('gone', resolve));
    },
  };
}

export type ReceivedRequest = { readonly request: IncomingMessage; readonly body: Buffer };

/** An HTTP server on 127.0.0.1 that reads each request whole and then answers. */
export async function startHttpServer(
  answer: (response: ServerResponse, received: ReceivedRequest) => void = (response) => response.end(),
) {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const received = { request, body: Buffer.concat(chunks) };
    requests.push(received);
    answer(response, received);
  });
  return { ...(await listen(server)), requests };
}

/** An HTTPS server on 127.0.0.1 that answers 200 to whoever it takes, and names whom it saw. */
export async function startTlsServer(options: ServerOptions) {
  const seen: string[] = [];
  const server = createTlsServer(options, ({ socket }, response) => {
    seen.push(
      socket instanceof TLSSocket ? String(socket.getPeerCertificate().subject?.CN ?? 'nobody') : 'nobody',
    );
    response.end();
  });
  const { url, ...listening } = await listen(server);
  return { ...listening, url: url.replace('http:', 'https:'), seen };
}

/** A server on 127.0.0.1 that may say anything. */
export const startTcpServer = (onConnection: (socket: Socket) => void) =>
  listen(createTcpServer(onConnection));

/** A port of 127.0.0.1 where nobody listens. */
export async function findClosedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
