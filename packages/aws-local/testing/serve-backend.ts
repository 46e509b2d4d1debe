import type { Backend } from '../src/aws/backend.ts';
import { startEmbeddedDynamodb } from '../src/aws/embedded-dynamodb.ts';
import { startEmbeddedSqs } from '../src/aws/embedded-sqs.ts';
import { startHttpServer } from '../src/http/http-server.ts';
import { readBody } from '../src/http/read-body.ts';
import { parseObject } from '../src/json.ts';

export type ServedBackend = { readonly url: string; readonly stop: () => Promise<void> };

/** The embedded DynamoDB as an emulator of its own. */
export const startDynamodbServer = async (): Promise<ServedBackend> => serve(startEmbeddedDynamodb);

/** The embedded SQS as an emulator of its own. */
export const startSqsServer = async (region: string): Promise<ServedBackend> =>
  serve(() => startEmbeddedSqs(region));

async function serve(start: () => Promise<Backend>): Promise<ServedBackend> {
  const server = await startHttpServer(0);
  const backend = await start();
  server.handle(async (request, response) => {
    const raw = (await readBody(request, Number.POSITIVE_INFINITY)) ?? Buffer.alloc(0);
    const operation = String(request.headers['x-amz-target']).replace(/^.*\./, '');
    const { status, headers, body } = await backend.call(operation, parseObject(String(raw)) ?? {}, raw);
    response.writeHead(status, headers).end(body);
  });
  return {
    url: server.url,
    stop: async () => {
      await Promise.all([backend.stop(), server.stop()]);
    },
  };
}
