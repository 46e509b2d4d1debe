import type { Backend, BackendAnswer } from './backend.ts';
import { protocolOf } from './identify-call.ts';

/** SQS in this process, in memory. It looks at the path of a queue's URL only. */
export async function startEmbeddedSqs(region: string): Promise<Backend> {
  const { buildApp } = await import('fauxqs');
  const app = buildApp({ logger: false, defaultRegion: region });
  await app.ready();
  const { targetPrefix, contentType } = protocolOf('sqs');
  const call = async (operation: string, payload: Buffer | string): Promise<BackendAnswer> => {
    const headers = { 'content-type': contentType, 'x-amz-target': `${targetPrefix}.${operation}` };
    const answer = await app.inject({ method: 'POST', url: '/', headers, payload });
    const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...sent } = answer.headers;
    return { status: answer.statusCode, headers: sent, body: answer.rawPayload };
  };
  return {
    call: (operation, _input, raw) => call(operation, raw),
    stop: async () => {
      // Closing ends the long polls that wait; when this is answered, one that has just begun waits as well.
      await call('ListQueues', '{}');
      await app.close();
    },
  };
}
