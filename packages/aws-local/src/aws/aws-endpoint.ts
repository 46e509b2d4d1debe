import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpHandler } from '../http/http-server.ts';
import { readBody } from '../http/read-body.ts';
import { isObject, type JsonObject, parseObject } from '../json.ts';
import type { AuthorizeCall } from './authorize-call.ts';
import { awsError } from './aws-error.ts';
import type { Backend, BackendAnswer } from './backend.ts';
import {
  type AwsCall,
  accessKeyIdOf,
  identifyCall,
  neededPermissions,
  type Service,
} from './identify-call.ts';
import { withTraceHeader } from './trace-header.ts';

/** DynamoDB takes 16 MB, the largest of what passes through here. */
const MAX_REQUEST_BYTES = 17 * 1024 * 1024;

/** A call that was answered, as the service understood it. */
export type AnsweredCall = AwsCall & {
  readonly accessKeyId: string | undefined;
  readonly request: JsonObject;
  readonly status: number;
  readonly response: JsonObject;
};

/** AWS as functions see it: each call is authorized, and then passed to the backend of its service. */
export type Aws = {
  readonly region: string;
  readonly authorize: AuthorizeCall;
  readonly backends: Readonly<Record<Service, Backend>>;
  readonly secretArn: (secretId: string) => string | undefined;
  readonly partitionKey: (tableName: string) => string | undefined;
  readonly onCall?: (call: AnsweredCall) => void;
};

export async function callAws(
  aws: Aws,
  accessKeyId: string | undefined,
  call: AwsCall,
  input: JsonObject,
  raw: Buffer | string,
  signal?: AbortSignal,
): Promise<BackendAnswer> {
  const { service, operation } = call;
  const refusal = aws.authorize(accessKeyId, neededPermissions(call, input, aws));
  if (refusal !== undefined)
    return awsError(service, 'AccessDeniedException', refusal, service === 'sqs' ? 403 : 400);
  try {
    const answer = await aws.backends[service].call(operation, input, raw, signal);
    aws.onCall?.({
      ...call,
      accessKeyId,
      request: input,
      status: answer.status,
      response: parseObject(String(answer.body)) ?? {},
    });
    return answer;
  } catch (error) {
    const what = `The local ${service} can not be reached: ${String(error)}`;
    return awsError(service, 'ServiceUnavailable', what, 503);
  }
}

/**
 * One address for all services.
 *
 * @param lambdaApi answers the Lambda API, which is not one of the JSON protocols; returns false when it is not for it
 */
export const serveAws =
  (
    aws: Aws,
    lambdaApi: (request: IncomingMessage, response: ServerResponse, body: Buffer) => Promise<boolean>,
  ): HttpHandler =>
  async (request, response) => {
    const raw = await readBody(request, MAX_REQUEST_BYTES);
    if (raw && (await lambdaApi(request, response, raw))) return;
    const { status, headers, body } = await answer(aws, request, raw, response);
    if (response.destroyed) return;
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  };

async function answer(
  aws: Aws,
  { headers }: IncomingMessage,
  raw: Buffer | undefined,
  response: ServerResponse,
): Promise<BackendAnswer> {
  const call = identifyCall(headers);
  if (!raw)
    return awsError(call?.service, 'RequestEntityTooLargeException', 'The request is too large.', 413);
  if (!call)
    return awsError(undefined, 'UnknownOperationException', 'The local stack does not know this call.');
  const sent = parseInput(raw);
  if (!sent) return awsError(call.service, 'SerializationException', 'The request body is not JSON.');
  const input = withTraceHeader(call, sent, headers['x-amzn-trace-id']);
  const bytes = input === sent ? raw : JSON.stringify(input);
  return callAws(aws, accessKeyIdOf(headers), call, input, bytes, goneSignal(call, response));
}

/** Only a long poll is worth ending when its caller has gone: a write should happen or not, as on AWS. */
function goneSignal({ operation }: AwsCall, response: ServerResponse): AbortSignal | undefined {
  if (operation !== 'ReceiveMessage') return undefined;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}

function parseInput(raw: Buffer): JsonObject | undefined {
  try {
    const parsed: unknown = raw.length === 0 ? {} : JSON.parse(raw.toString('utf8'));
    return isObject(parsed) ? parsed : {};
  } catch {
    return undefined;
  }
}
