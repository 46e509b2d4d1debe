import { randomUUID } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import type { AuthorizeCall } from '../aws/authorize-call.ts';
import type { AwsRequest } from '../aws/aws-endpoint.ts';
import type { BackendAnswer } from '../aws/backend.ts';
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

/** Lambda's Invoke action. @returns undefined when the request is for something else */
export const createInvokeApi =
  (dependencies: InvokeApiDependencies) =>
  (request: AwsRequest): Promise<BackendAnswer> | undefined => {
    if (!request.path.startsWith(INVOKE_PREFIX) || request.method !== 'POST') return undefined;
    const { pathname, searchParams } = new URL(request.path, 'http://local');
    const match = /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/.exec(pathname);
    if (!match) return undefined;
    const asked = { name: decodeURIComponent(match[1] ?? ''), qualifier: searchParams.get('Qualifier') };
    return invoke(dependencies, asked, request);
  };

const reply = (status: number, headers: OutgoingHttpHeaders, body = ''): BackendAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...headers },
  body,
});
const refuse = (status: number, type: string, message: string): BackendAnswer =>
  reply(status, { 'x-amzn-errortype': type }, JSON.stringify({ Type: 'User', Message: message, message }));

async function invoke(
  { region, accountId, findFunction, authorize }: InvokeApiDependencies,
  asked: { readonly name: string; readonly qualifier: string | null },
  request: AwsRequest,
): Promise<BackendAnswer> {
  const found = findFunction(asked.name);
  const [, name = '', inName] = /(?:function:|^)([^:]+)(?::([^:]+))?$/.exec(asked.name) ?? [];
  const qualifier = asked.qualifier ?? inName;
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
  const { body } = request;
  if (body === undefined || body.length > limit) {
    return refuse(
      413,
      'RequestTooLargeException',
      `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
    );
  }
  const payload = body.length === 0 ? '{}' : String(body);
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
}

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
