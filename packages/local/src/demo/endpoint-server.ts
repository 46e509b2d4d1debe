import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ReceivedDelivery = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** ms since the epoch. */
  readonly receivedAt: number;
};

export type EndpointAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};
/** `hang`: the request is read and never answered. */
export type EndpointBehaviour = number | EndpointAnswer | 'hang';

export type EndpointServer = {
  readonly url: string;
  readonly deliveries: readonly ReceivedDelivery[];
  /** What it answers from now on. A function decides for each delivery. */
  answer(
    behaviour:
      | EndpointBehaviour
      | ((delivery: ReceivedDelivery) => EndpointBehaviour | Promise<EndpointBehaviour>),
  ): void;
  close(): Promise<void>;
};

/** A tenant's endpoint: any HTTP server of theirs. This one keeps what it gets and answers as it is told. */
export async function startEndpointServer(): Promise<EndpointServer> {
  const deliveries: ReceivedDelivery[] = [];
  let decide: (delivery: ReceivedDelivery) => EndpointBehaviour | Promise<EndpointBehaviour> = () => 200;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const delivery = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks),
      receivedAt: Date.now(),
    };
    deliveries.push(delivery);
    answer(response, await decide(delivery));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    deliveries,
    answer: (behaviour) => {
      decide = typeof behaviour === 'function' ? behaviour : () => behaviour;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, behaviour: EndpointBehaviour): void {
  if (behaviour === 'hang') return;
  const {
    status,
    headers = {},
    body = '{"ok":true}',
  } = typeof behaviour === 'number' ? { status: behaviour } : behaviour;
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}
