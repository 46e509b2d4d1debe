import { EventEmitter } from 'node:events';
import type { OutgoingHttpHeaders } from 'node:http';
import type { Backend, BackendAnswer } from './backend.ts';
import { protocolOf } from './identify-call.ts';

/** DynamoDB in this process, in memory. */
export async function startEmbeddedDynamodb(): Promise<Backend> {
  const { default: dynalite } = await import('dynalite');
  // What it keeps are small buffers. Cut from Node's pool, each would keep the 8 KiB that it was cut from.
  Buffer.poolSize = 0;
  const server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  const { targetPrefix, contentType } = protocolOf('dynamodb');
  return {
    // Its server never listens: it is handed requests as Node would, without their way over a socket.
    call: (operation, _input, raw) =>
      new Promise<BackendAnswer>((resolve) => {
        const headers = {
          'content-type': contentType,
          'x-amz-target': `${targetPrefix}.${operation}`,
          'x-amz-date': 'now',
          authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=none',
        };
        const request = Object.assign(new EventEmitter(), { method: 'POST', url: '/', headers });
        const answered: OutgoingHttpHeaders = {};
        const response = {
          statusCode: 200,
          setHeader: (name: string, value: string | number) => {
            answered[name.toLowerCase()] = value;
          },
          end: (body = '') => resolve({ status: response.statusCode, headers: answered, body }),
        };
        server.emit('request', request, response);
        request.emit('data', typeof raw === 'string' ? Buffer.from(raw) : raw);
        request.emit('end');
      }),
    stop: async () => undefined,
  };
}
