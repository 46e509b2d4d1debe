import type { IncomingHttpHeaders } from 'node:http';
import type { HttpHandler } from '../http/http-server.ts';
import { readBody } from '../http/read-body.ts';
import type { AnswerAws } from './aws-endpoint.ts';
import { awsError } from './aws-error.ts';

/** DynamoDB takes 16 MB, the largest of what passes through here. */
const MAX_REQUEST_BYTES = 17 * 1024 * 1024;

/** AWS for who calls it over HTTP: the operator, and functions that do not use the SDK. Web pages are none of them. */
export const serveAws =
  (answer: AnswerAws, port: number): HttpHandler =>
  async (request, response) => {
    const { method = 'GET', url: path = '/', headers: sent } = request;
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const read = await readBody(request, MAX_REQUEST_BYTES);
    const refusal = whyRefused(sent, port);
    const { status, headers, body } =
      refusal === undefined
        ? await answer({ method, path, headers: sent, body: read, gone: gone.signal })
        : awsError(undefined, 'AccessDeniedException', refusal, 403);
    if (response.destroyed) return;
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  };

/**
 * A page that a browser here has open reaches this address as well, under its own name, which its owner's DNS can have
 * lead here, or from another origin. Browsers say so in headers that no page can leave out.
 */
function whyRefused(headers: IncomingHttpHeaders, port: number): string | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin, 'sec-fetch-site': site } = headers;
  if (!hosts.includes(host.toLowerCase()))
    return `The local AWS answers to ${hosts.join(' and ')} only, not to ${JSON.stringify(host)}.`;
  if (origin !== undefined || (site !== undefined && site !== 'none'))
    return 'The local AWS does not answer to web pages.';
  return undefined;
}
