import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ReceivedDelivery = {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly answered: number;
};

export type EndpointServer = {
  readonly url: string;
  readonly deliveries: readonly ReceivedDelivery[];
  /** What it answers from now on. */
  answer(statusCode: number): void;
  close(): Promise<void>;
};

/** A tenant's endpoint: any HTTP server of theirs. This one keeps what it gets and answers as it is told. */
export async function startEndpointServer(): Promise<EndpointServer> {
  const deliveries: ReceivedDelivery[] = [];
  let statusCode = 200;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    deliveries.push({ headers: request.headers, body: Buffer.concat(chunks), answered: statusCode });
    response.writeHead(statusCode, { 'content-type': 'application/json' }).end('{"ok":true}');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    deliveries,
    answer: (code) => {
      statusCode = code;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
