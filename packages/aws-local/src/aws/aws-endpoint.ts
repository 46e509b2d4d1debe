import type { IncomingHttpHeaders } from 'node:http';
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
import { readQueryCall } from './query-protocol.ts';
import { withTraceHeader } from './trace-header.ts';

/** A request as it came, over HTTP or from the thread of a function. */
export type AwsRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Absent when it was too large. */
  readonly body: Buffer | string | undefined;
  /** Ends when nobody waits for the answer any more. */
  readonly gone: AbortSignal;
};

export type AnswerAws = (request: AwsRequest) => Promise<BackendAnswer>;

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
  if (refusal !== undefined) return refused(service, refusal);
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

/** Each service has its own word and status for it. */
function refused(service: Service, refusal: string): BackendAnswer {
  switch (service) {
    case 'sns':
      return awsError(service, 'AuthorizationError', refusal, 403);
    case 'sqs':
      return awsError(service, 'AccessDeniedException', refusal, 403);
    case 'dynamodb':
    case 'secretsmanager':
      return awsError(service, 'AccessDeniedException', refusal);
  }
}

/**
 * One address for all services.
 *
 * @param isKnown whether the access key is the operator's or a function's of this run
 * @param restApis answers the APIs of Lambda and API Gateway, which are not of the JSON protocols; undefined when it is
 * not for them
 */
export const createAws =
  (
    aws: Aws,
    isKnown: (accessKeyId: string) => boolean,
    restApis: (request: AwsRequest) => Promise<BackendAnswer> | undefined,
  ): AnswerAws =>
  async (request) => {
    const accessKeyId = accessKeyIdOf(request.headers);
    if (accessKeyId === undefined || !isKnown(accessKeyId)) return unknownKey(request);
    return restApis(request) ?? answer(aws, request);
  };

function unknownKey({ headers }: AwsRequest): BackendAnswer {
  const service = readQueryCall(headers, '')?.call.service ?? identifyCall(headers)?.service;
  const isOlder = service === 'sqs' || service === 'sns';
  const type = isOlder ? 'InvalidClientTokenId' : 'UnrecognizedClientException';
  const what =
    'The access key of this call is not one of this run of the local stack: take the one that it printed or wrote down when it started.';
  return awsError(service, type, what, 403);
}

async function answer(aws: Aws, { headers, body, gone }: AwsRequest): Promise<BackendAnswer> {
  const query = readQueryCall(headers, body ?? '');
  const call = query?.call ?? identifyCall(headers);
  if (body === undefined)
    return awsError(call?.service, 'RequestEntityTooLargeException', 'The request is too large.', 413);
  if (!call)
    return awsError(undefined, 'UnknownOperationException', 'The local stack does not know this call.');
  const sent = query?.input ?? parseInput(body);
  if (!sent) return awsError(call.service, 'SerializationException', 'The request body is not JSON.');
  const input = withTraceHeader(call, sent, headers['x-amzn-trace-id']);
  const bytes = input === sent ? body : JSON.stringify(input);
  // Only a long poll is worth ending when its caller has gone: a write should happen or not, as on AWS.
  const signal = call.operation === 'ReceiveMessage' ? gone : undefined;
  return callAws(aws, accessKeyIdOf(headers), call, input, bytes, signal);
}

function parseInput(raw: Buffer | string): JsonObject | undefined {
  try {
    const parsed: unknown = raw.length === 0 ? {} : JSON.parse(String(raw));
    return isObject(parsed) ? parsed : {};
  } catch {
    return undefined;
  }
}
