import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { createForwarder } from '../http/forward.ts';
import type { HttpHandler } from '../http/http-server.ts';
import { readBody } from '../http/read-body.ts';
import { type JsonObject, parseObject } from '../json.ts';
import type { AuthorizeCall } from './authorize-call.ts';
import { awsError } from './aws-error.ts';
import { OPERATOR_ACCESS_KEY_ID } from './client-options.ts';
import { type AwsCall, accessKeyIdOf, identifyCall, neededPermissions } from './identify-call.ts';
import { createMessageGroups } from './message-groups.ts';
import { parseBody, type QueueUrls } from './queue-urls.ts';
import { type SecretsManager, SecretsManagerError } from './secrets-manager.ts';

/** DynamoDB takes 16 MB, the largest of what passes through here. */
const MAX_REQUEST_BYTES = 17 * 1024 * 1024;

type Reply = {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer | string;
};

/** A call that was answered, as the service understood it. */
export type AnsweredCall = AwsCall & {
  readonly accessKeyId: string | undefined;
  readonly request: JsonObject;
  readonly status: number;
  readonly response: JsonObject;
};

export type AwsEndpointDependencies = {
  readonly region: string;
  readonly authorize: AuthorizeCall;
  readonly dynamodbUrl: string;
  readonly sqsUrl: string;
  readonly queueUrls: QueueUrls;
  /** Embedded, or another service's address with its own ARNs of the template's secrets. */
  readonly secrets: SecretsManager | { readonly url: string; readonly arns: ReadonlyMap<string, string> };
  readonly secretArn: (secretId: string) => string | undefined;
  readonly partitionKey: (tableName: string) => string | undefined;
  readonly onCall?: (call: AnsweredCall) => void;
  /** Answers the Lambda API, which is not one of the JSON protocols. */
  readonly lambdaApi: (request: IncomingMessage, response: ServerResponse, body: Buffer) => Promise<boolean>;
};

/** AWS as the functions see it: one address, at which each call is authorized and then passed to a backend. */
export function createAwsEndpoint(deps: AwsEndpointDependencies): { handler: HttpHandler; stop: () => void } {
  const forwarder = createForwarder();
  const groups = createMessageGroups();

  const forward = async (
    url: string,
    headers: IncomingHttpHeaders,
    body: Buffer | string,
    signal?: AbortSignal,
  ) => {
    // Some emulators keep a separate world for each access key and region; here there is one.
    const scope = `Credential=${OPERATOR_ACCESS_KEY_ID}/$1/${deps.region}/`;
    const authorization = headers.authorization?.replace(/Credential=[^/]+\/([^/]+)\/[^/]+\//, scope);
    return forwarder.send(`${url}/`, { ...headers, authorization }, body, signal);
  };

  const callSqs = async (
    operation: string,
    headers: IncomingHttpHeaders,
    body: JsonObject,
    signal: AbortSignal,
  ) => {
    const request = JSON.stringify(deps.queueUrls.toBackend(body));
    const { 'content-length': _length, ...sent } = headers;
    const reply = await forward(deps.sqsUrl, sent, request, signal);
    if (reply.status !== 200) return reply;
    const restored = groups.restore(operation, body, deps.queueUrls.toEndpoint(parseBody(reply.body)));
    return { ...reply, body: JSON.stringify(restored) };
  };

  const callSecrets = async (
    operation: string,
    headers: IncomingHttpHeaders,
    body: JsonObject,
  ): Promise<Reply> => {
    if ('url' in deps.secrets) {
      const known = deps.secrets.arns.get(String(body.SecretId));
      return forward(deps.secrets.url, headers, JSON.stringify(known ? { ...body, SecretId: known } : body));
    }
    try {
      const output = deps.secrets.call(operation, body);
      const contentType = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() };
      return { status: 200, headers: contentType, body: JSON.stringify(output) };
    } catch (error) {
      if (error instanceof SecretsManagerError) return awsError('secretsmanager', error.type, error.message);
      throw error;
    }
  };

  const answer = async (
    call: AwsCall,
    request: IncomingMessage,
    raw: Buffer,
    signal: AbortSignal,
  ): Promise<Reply> => {
    let body: JsonObject;
    try {
      body = parseBody(raw);
    } catch {
      return awsError(call.service, 'SerializationException', 'The request body is not JSON.');
    }
    const accessKeyId = accessKeyIdOf(request.headers);
    const refusal = deps.authorize(accessKeyId, neededPermissions(call, body, deps));
    if (refusal !== undefined) {
      return awsError(call.service, 'AccessDeniedException', refusal, call.service === 'sqs' ? 403 : 400);
    }
    const reply = await pass(call, request.headers, body, raw, signal);
    deps.onCall?.({
      ...call,
      accessKeyId,
      request: body,
      status: reply.status,
      response: parseObject(String(reply.body)) ?? {},
    });
    return reply;
  };

  const pass = (
    call: AwsCall,
    headers: IncomingHttpHeaders,
    body: JsonObject,
    raw: Buffer,
    signal: AbortSignal,
  ): Promise<Reply> => {
    switch (call.service) {
      case 'dynamodb':
        return forward(deps.dynamodbUrl, headers, raw);
      case 'sqs':
        return callSqs(call.operation, headers, body, signal);
      case 'secretsmanager':
        return callSecrets(call.operation, headers, body);
    }
  };

  return {
    stop: forwarder.stop,
    handler: async (request, response) => {
      const raw = await readBody(request, MAX_REQUEST_BYTES);
      if (raw && (await deps.lambdaApi(request, response, raw))) return;
      const call = identifyCall(request.headers);
      // Only a long poll is worth ending when its caller has gone: a write should happen or not, as on AWS.
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      let reply: Reply;
      if (!raw)
        reply = awsError(call?.service, 'RequestEntityTooLargeException', 'The request is too large.', 413);
      else if (!call)
        reply = awsError(undefined, 'UnknownOperationException', 'The local stack does not know this call.');
      else
        reply = await answer(call, request, raw, gone.signal).catch((error: unknown) =>
          unreachable(call, error),
        );
      if (response.destroyed) return;
      response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
      response.end(reply.body);
    },
  };
}

const unreachable = (call: AwsCall, error: unknown): Reply =>
  awsError(
    call.service,
    'ServiceUnavailable',
    `The local ${call.service} can not be reached: ${String(error)}`,
    503,
  );
