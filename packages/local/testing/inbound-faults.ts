import { setTimeout as sleep } from 'node:timers/promises';
import { createForwarder, readBody, startHttpServer } from '@switchyard/aws-local/testing';

const MAX_REQUEST_BYTES = 17 * 1024 * 1024;

export type ServiceCall = { readonly operation: string; readonly body: string };
/** `hang`: read and never answered. `answer_lost`: done, but the caller hears of an error. */
export type Fault = 'throttled' | 'internal_error' | 'hang' | 'answer_lost';

const ERRORS = {
  throttled: { status: 400, type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException' },
  internal_error: { status: 500, type: 'com.amazonaws.dynamodb.v20120810#InternalServerError' },
  answer_lost: { status: 500, type: 'com.amazonaws.dynamodb.v20120810#InternalServerError' },
} as const;

/** An AWS service that fails when it is told to. */
export async function startFaultyService(targetUrl: string) {
  const forwarder = createForwarder();
  const server = await startHttpServer(0);
  let faultOf: (call: ServiceCall) => Fault | undefined = () => undefined;
  let rewrite: (call: ServiceCall) => string = ({ body }) => body;

  server.handle(async (request, response) => {
    const raw = (await readBody(request, MAX_REQUEST_BYTES)) ?? Buffer.alloc(0);
    const operation = String(request.headers['x-amz-target']).replace(/^.*\./, '');
    const call = { operation, body: raw.toString() };
    const fault = faultOf(call);
    if (fault === 'hang') {
      await sleep(60_000, undefined, { ref: false });
      return;
    }
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const reply =
      fault === undefined || fault === 'answer_lost'
        ? await forwarder.send(`${targetUrl}/`, request.headers, rewrite(call), gone.signal)
        : undefined;
    if (fault === undefined && reply !== undefined) {
      response.writeHead(reply.status, reply.headers).end(reply.body);
      return;
    }
    const { status, type } = ERRORS[fault ?? 'internal_error'];
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ __type: type, message: 'It is told to fail.' }));
  });

  return {
    url: server.url,
    failWhen: (decide: typeof faultOf): void => {
      faultOf = decide;
    },
    rewriteBy: (change: typeof rewrite): void => {
      rewrite = change;
    },
    stop: async (): Promise<void> => {
      forwarder.stop();
      await server.stop();
    },
  };
}
