import awsLambdaFastify from '@fastify/aws-lambda';
import {
  DEFAULT_MAX_ATTEMPTS,
  DEFAULT_RETRY_SCHEDULE,
  parseRetrySchedule,
} from '@switchyard/core/deliveries';
import { createTargetsMemory } from '@switchyard/core/endpoints/targets-memory';
import { createPayloadChecks, createSeenTypes } from '@switchyard/core/event-types';
import { createLambdaHandler } from '@switchyard/core/http';
import { createListRates } from '@switchyard/core/list-rates';
import {
  type ApiGatewayRequest,
  apiGatewayEvent,
  collectLogs,
  createTestClientKeys,
  createTestStore,
  lambdaContext,
  TENANT_ID,
  type TestStoreOptions,
} from '@switchyard/core/testing';
import { createApp } from '../src/app.ts';

export type RequestParts = Partial<Omit<ApiGatewayRequest, 'authorizer'>> & {
  /** Whom the authorizer proved; null: no authorizer ran. */
  readonly tenantId?: string | null;
  /** What the authorizer says besides, as of who came by a link. */
  readonly authorizer?: Readonly<Record<string, string>>;
};

/** The API behind its Lambda handler, over tables and a queue in memory. Requests are the tenant `acme`'s. */
export function createTestApi(
  options: TestStoreOptions & {
    readonly allowLoopback?: boolean;
    /** Whether endpoints may have certificates. */
    readonly certificates?: boolean;
  } = {},
) {
  const store = createTestStore(options);
  const keys = createTestClientKeys();
  const { logger, text } = collectLogs();
  const app = createApp({
    ...store.context,
    payloadChecks: createPayloadChecks(store.context),
    seenTypes: createSeenTypes({ ...store.context, sleep: () => new Promise(() => undefined) }),
    listRates: createListRates(store.context),
    targetsMemory: createTargetsMemory(store.context),
    logger,
    clientKeys: options.certificates === false ? undefined : keys.clientKeys,
    publicUrl: 'https://hooks.example.com',
    corsOrigins: ['*'],
    retryDefaults: {
      schedule: parseRetrySchedule(DEFAULT_RETRY_SCHEDULE),
      maxAttempts: DEFAULT_MAX_ATTEMPTS,
      timeoutMs: 20_000,
    },
    allowLoopback: options.allowLoopback ?? false,
    random: (size) => new Uint8Array(size).fill(1),
  });
  const handler = createLambdaHandler(awsLambdaFastify, app);
  let requests = 0;
  return {
    ...store,
    app,
    secrets: keys.secrets,
    handler,
    async send({ tenantId = TENANT_ID, authorizer: more, ...request }: RequestParts) {
      const authorizer = tenantId === null ? null : { tenantId, plan: 'standard', keyId: 'key_1', ...more };
      requests += 1;
      const requestId = `request-${requests}`;
      const event = apiGatewayEvent({ path: '/v1/events', requestId, ...request, authorizer });
      const { statusCode, headers: answered, body } = await handler(event, lambdaContext());
      // Answers are compared, and may come in two seconds.
      const { date: _, ...headers } = answered ?? {};
      const json: unknown = JSON.parse(body);
      return { status: statusCode, headers, body, json };
    },
    /** Everything that was logged. */
    logs: text,
  };
}
