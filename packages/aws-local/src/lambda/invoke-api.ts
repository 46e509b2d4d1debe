import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { AuthorizeCall } from '../aws/authorize-call.ts';
import { accessKeyIdOf } from '../aws/identify-call.ts';
import type { InvocationResult } from './execution-environment.ts';
import { type LambdaFunction, ThrottledError } from './function-pool.ts';

const MAX_PAYLOAD_BYTES = 6_291_456;
const MAX_EVENT_PAYLOAD_BYTES = 1_048_576;
const MAX_LOG_TAIL_BYTES = 4096;
const INVOKE_PREFIX = '/2015-03-31/functions/';

export type InvokeApiDependencies = {
  readonly region: string;
  readonly accountId: string;
  readonly findFunction: (nameOrArn: string) => LambdaFunction | undefined;
  readonly authorize: AuthorizeCall;
};

/** Lambda's Invoke action. @returns false when the request is for something else */
export const createInvokeApi =
  ({ region, accountId, findFunction, authorize }: InvokeApiDependencies) =>
  async (request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<boolean> => {
    if (!request.url?.startsWith(INVOKE_PREFIX)) return false;
    const { pathname, searchParams } = new URL(request.url, 'http://local');
    const match = /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/.exec(pathname);
    if (!match || request.method !== 'POST') return false;
    const requested = decodeURIComponent(match[1] ?? '');

    const reply = (status: number, headers: OutgoingHttpHeaders, text = ''): true => {
      response.writeHead(status, {
        'content-type': 'application/json',
        'x-amzn-requestid': randomUUID(),
        ...headers,
        'content-length': Buffer.byteLength(text),
      });
      response.end(text);
      return true;
    };
    const refuse = (status: number, type: string, message: string): true =>
      reply(
        status,
        { 'x-amzn-errortype': type },
        JSON.stringify({ Type: 'User', Message: message, message }),
      );

    const found = findFunction(requested);
    const [, name = '', inName] = /(?:function:|^)([^:]+)(?::([^:]+))?$/.exec(requested) ?? [];
    const qualifier = searchParams.get('Qualifier') ?? inName;
    const unqualified = found?.definition.arn ?? `arn:aws:lambda:${region}:${accountId}:function:${name}`;
    // A grant on a function is none on its aliases and versions.
    const arn = qualifier === undefined ? unqualified : `${unqualified}:${qualifier}`;
    const refusal = authorize(accessKeyIdOf(request.headers), [
      { action: 'lambda:InvokeFunction', resource: arn },
    ]);
    if (refusal !== undefined) return refuse(403, 'AccessDeniedException', refusal);
    if (!found) return refuse(404, 'ResourceNotFoundException', `Function not found: ${arn}`);

    const type = String(request.headers['x-amz-invocation-type'] ?? 'RequestResponse');
    const limit = type === 'Event' ? MAX_EVENT_PAYLOAD_BYTES : MAX_PAYLOAD_BYTES;
    if (body.length > limit) {
      return refuse(
        413,
        'RequestTooLargeException',
        `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
      );
    }
    const payload = body.length === 0 ? '{}' : body.toString('utf8');
    try {
      JSON.parse(payload);
    } catch (error) {
      return refuse(
        400,
        'InvalidRequestContentException',
        `Could not parse request body into json: ${String(error)}`,
      );
    }

    if (type === 'DryRun') return reply(204, {});
    if (type === 'Event') {
      // A failure shows in the function's log. Lambda would try twice more, minutes later.
      found.invoke(payload).catch(() => undefined);
      return reply(202, {});
    }
    try {
      const result = await found.invoke(payload);
      const wantsLog = request.headers['x-amz-log-type'] === 'Tail';
      return reply(
        200,
        {
          'x-amzn-requestid': result.requestId,
          'x-amz-executed-version': '$LATEST',
          ...(result.functionError ? { 'x-amz-function-error': result.functionError } : {}),
          ...(wantsLog ? { 'x-amz-log-result': logTail(result) } : {}),
        },
        result.payload,
      );
    } catch (error) {
      if (error instanceof ThrottledError) return refuse(429, 'TooManyRequestsException', error.message);
      return refuse(500, 'ServiceException', String(error));
    }
  };

function logTail({ requestId, logs, durationMs }: InvocationResult): string {
  const lines = [
    `START RequestId: ${requestId} Version: $LATEST`,
    ...logs,
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${durationMs} ms`,
    '',
  ];
  return Buffer.from(lines.join('\n')).subarray(-MAX_LOG_TAIL_BYTES).toString('base64');
}
