import type { Backend } from './backend.ts';
import { protocolOf } from './identify-call.ts';

/** SQS in this process, in memory. It looks at the path of a queue's URL only. */
export async function startEmbeddedSqs(region: string): Promise<Backend> {
  const { buildApp } = await import('fauxqs');
  const app = buildApp({ logger: false, defaultRegion: region });
  await app.ready();
  const { targetPrefix, contentType } = protocolOf('sqs');
  return {
    call: async (operation, _input, raw) => {
      const headers = { 'content-type': contentType, 'x-amz-target': `${targetPrefix}.${operation}` };
      const {
        statusCode,
        headers: answered,
        rawPayload,
      } = await app.inject({
        method: 'POST',
        url: '/',
        headers,
        payload: raw,
      });
      const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...sent } = answered;
      return { status: statusCode, headers: sent, body: rawPayload };
    },
    stop: async () => {
      await app.close();
    },
  };
}
