import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { LocalStack, LogLine } from '@switchyard/aws-local';
import type { CallLog } from './call-log.ts';
import { createLockServer } from './cross-process-lock.ts';
import { type RunEvidence, runEvidenceSchema } from './run-evidence.ts';

/**
 * How test processes reach the process that runs their stack.
 *
 * @param lines what its functions have logged; grows
 * @param callLog calls to AWS, from when somebody first asks about them
 * @returns the address
 */
export async function serveControl(
  stack: LocalStack,
  lines: readonly LogLine[],
  callLog: Pick<CallLog, 'calls'>,
): Promise<string> {
  const lock = createLockServer();
  const contributed: RunEvidence[] = [];

  /** Our own and what others have contributed, from stacks of their own. */
  const allEvidence = (): RunEvidence =>
    runEvidenceSchema.parse({
      permissions: [stack.permissionReport(), ...contributed.flatMap(({ permissions }) => permissions)],
      lines: [...lines, ...contributed.flatMap((each) => each.lines)],
      canaries: contributed.flatMap(({ canaries }) => canaries),
    });

  const server = createServer({ keepAliveTimeout: 600_000 }, async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://host');
    const answer = (content: unknown) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify(content));
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /lock':
        return lock(response);
      case 'GET /logs/count':
        return answer(lines.length);
      case 'GET /logs':
        return answer(lines.slice(Number(url.searchParams.get('from') ?? 0)));
      case 'GET /calls':
        return answer(
          callLog.calls(url.searchParams.get('about') ?? '').slice(Number(url.searchParams.get('from') ?? 0)),
        );
      case 'GET /evidence':
        return answer(allEvidence());
      case 'POST /fire':
        await stack.fire(url.searchParams.get('rule') ?? '');
        return response.writeHead(204).end();
      case 'POST /evidence':
        contributed.push(runEvidenceSchema.parse(JSON.parse(await text(request))));
        return response.writeHead(204).end();
      default:
        return response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}
