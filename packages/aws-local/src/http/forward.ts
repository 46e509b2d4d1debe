import { Agent, request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { buffer } from 'node:stream/consumers';

type ForwardedResponse = {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
};

export type Forwarder = {
  readonly send: (
    url: string,
    headers: IncomingHttpHeaders,
    body: Buffer | string,
    signal?: AbortSignal,
  ) => Promise<ForwardedResponse>;
  readonly stop: () => void;
};

/** Posts to a backend over connections that stay open: a function makes many small calls. */
export function createForwarder(): Forwarder {
  const agent = new Agent({ keepAlive: true });
  return {
    send: (
      url,
      { host: _host, connection: _connection, 'transfer-encoding': _encoding, expect: _expect, ...headers },
      body,
      signal,
    ) =>
      new Promise((resolve, reject) => {
        const secure = url.startsWith('https:');
        const outgoing = (secure ? httpsRequest : httpRequest)(
          url,
          {
            method: 'POST',
            headers: { ...headers, 'content-length': Buffer.byteLength(body) },
            ...(signal ? { signal } : {}),
            ...(secure ? {} : { agent }),
          },
          (response) => {
            const {
              connection: _,
              'keep-alive': __,
              'transfer-encoding': ___,
              ...received
            } = response.headers;
            buffer(response).then(
              (received_body) =>
                resolve({ status: response.statusCode ?? 502, headers: received, body: received_body }),
              reject,
            );
          },
        );
        outgoing.on('error', reject);
        outgoing.end(body);
      }),
    stop: () => agent.destroy(),
  };
}
