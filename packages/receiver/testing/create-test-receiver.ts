import awsLambdaFastify from '@fastify/aws-lambda';
import { toSeconds } from '@switchyard/core/clock';
import type { Endpoint } from '@switchyard/core/endpoints';
import { createLambdaHandler } from '@switchyard/core/http';
import { createSecretCache } from '@switchyard/core/secret-cache';
import { signStripe } from '@switchyard/core/signatures';
import {
  anEndpoint,
  apiGatewayEvent,
  collectLogs,
  createTestContext,
  lambdaContext,
  SECRET,
  TENANT_ID,
} from '@switchyard/core/testing';
import { createApp } from '../src/app.ts';
import type { Receiver } from '../src/receiver.ts';

export const STAGE = 'dev';
export const OPERATOR_TOKEN = 'operator-token-1';
export const PAYLOAD = Buffer.from('{"type":"order.paid","data":{"order_id":1042}}');

export type TestReceiverOptions = {
  /** What the tenants have. */
  readonly endpoints?: readonly Endpoint[];
  readonly now?: number;
  readonly fetchOperatorToken?: () => Promise<string>;
};

type Request = {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
};

/** The receiver behind its Lambda handler, over a table in memory, at a time that the test owns. */
export function createTestReceiver(options: TestReceiverOptions = {}) {
  const { endpoints = [anEndpoint()], now, fetchOperatorToken = async () => OPERATOR_TOKEN } = options;
  const tables = createTestContext({ endpoints, ...(now === undefined ? {} : { now }) });
  const { clock, advance } = tables.time;
  const { logger, text } = collectLogs();
  const receiver: Receiver = {
    ...tables.context,
    operatorToken: createSecretCache(fetchOperatorToken, clock),
    logger,
  };
  const app = createApp(receiver);
  const handler = createLambdaHandler(awsLambdaFastify, app);

  async function send({ method = 'POST', path = '/health', headers = {}, body }: Request) {
    const event = apiGatewayEvent({
      method,
      path,
      headers,
      body,
      requestId: 'request-1',
      stagePath: `/${STAGE}`,
    });
    const answer = await handler(event, lambdaContext());
    const json: unknown = JSON.parse(answer.body);
    // Answers are compared, and may come in two seconds.
    const { date: _, ...received } = answer.headers ?? {};
    return { status: answer.statusCode, headers: received, json };
  }

  return {
    /** What its use cases are handed. */
    receiver,
    app,
    handler,
    table: tables.table,
    endpoints: tables.endpoints,
    clock,
    advance,
    send,
    /** Everything that was logged. */
    logs: text,
    /** A delivery, signed now unless the headers say otherwise. */
    deliver: (
      parts: { tenantId?: string; body?: Uint8Array; headers?: Readonly<Record<string, string>> } = {},
    ) => {
      const { tenantId = TENANT_ID, body = PAYLOAD } = parts;
      const headers = parts.headers ?? signed({ at: clock() });
      return send({ path: `/${tenantId}/webhook`, headers, body });
    },
    operate: (operation: 'enable' | 'disable' | 'status', token?: string) =>
      send({
        method: operation === 'status' ? 'GET' : 'POST',
        path: `/${operation}`,
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      }),
  };
}

/** The headers of a delivery that was signed at this time, in ms since the epoch. */
export function signed(parts: {
  readonly at: number;
  readonly secret?: string;
  readonly body?: Uint8Array;
}): Record<string, string> {
  const { at, secret = SECRET, body = PAYLOAD } = parts;
  return {
    'content-type': 'application/json',
    'webhook-id': 'evt_1',
    'stripe-signature': signStripe({ payload: body, secrets: [secret], timestamp: toSeconds(at) }),
  };
}
