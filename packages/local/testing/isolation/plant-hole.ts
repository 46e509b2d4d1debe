import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { ApiOperation } from './api-operations.ts';
import type { Stage } from './stage.ts';

/** What a mistake in one route would be like, seen from outside. */
export type Hole = 'takes anybody' | 'ignores the tenant';

const HOP_BY_HOP = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'content-encoding']);

/**
 * Puts something in front of the API in which one operation has a mistake: it is carried out as the first tenant,
 * whoever asks. `takes anybody`: also for those without a good key.
 */
export async function plantHole(
  stage: Stage,
  operation: ApiOperation,
  hole: Hole,
): Promise<{ readonly stage: Stage; readonly close: () => void }> {
  const path = new RegExp(`^${operation.path.replace(/\{\w+\}/g, '[^/]+')}$`);
  const isOfAnother = (authorization = ''): boolean =>
    authorization.startsWith('Bearer sy_live_') && authorization !== `Bearer ${stage.first.tenant.apiKey}`;
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://front');
    const isIts = request.method === operation.method && path.test(pathname);
    const isTaken = isIts && (hole === 'takes anybody' || isOfAnother(request.headers.authorization));
    const headers = Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.has(name));
    const body = await buffer(request);
    const answer = await fetch(stage.hooksUrl + request.url, {
      method: request.method ?? 'GET',
      headers: {
        ...Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
        ...(isTaken ? { authorization: `Bearer ${stage.first.tenant.apiKey}` } : {}),
      },
      ...(body.length === 0 ? {} : { body }),
    });
    const told = [...answer.headers].filter(([name]) => !HOP_BY_HOP.has(name));
    response.writeHead(answer.status, Object.fromEntries(told)).end(Buffer.from(await answer.arrayBuffer()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    stage: { ...stage, hooksUrl: `http://127.0.0.1:${port}` },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
