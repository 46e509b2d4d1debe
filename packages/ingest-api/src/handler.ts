import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import awsLambdaFastify from '@fastify/aws-lambda';
import { AWS_CLIENT_DEFAULTS, leanClient, openDocuments, openSender } from '@switchyard/aws-clients';
import { openClientKeys } from '@switchyard/aws-clients/open-client-keys';
import { parseConfig } from '@switchyard/core/config';
import { parseRetrySchedule } from '@switchyard/core/deliveries';
import { createTargetsMemory } from '@switchyard/core/endpoints/targets-memory';
import { createPayloadChecks, createSeenTypes } from '@switchyard/core/event-types';
import { createLambdaHandler, oftenAndRest } from '@switchyard/core/http';
import { createListRates } from '@switchyard/core/list-rates';
import { createLogger } from '@switchyard/core/logging';
import { flushAfter } from '@switchyard/core/metrics';
import { createMetricsLog } from '@switchyard/core/metrics-log';
import type { Api } from './api.ts';
import { createAppOf } from './app-of.ts';
import { configSchema } from './config.ts';
import { postEventRoute } from './events/post-event.route.ts';

const config = parseConfig(configSchema, process.env);
const metrics = createMetricsLog(config.METRICS_NAMESPACE);
const table = {
  documents: openDocuments(leanClient(new DynamoDBClient(AWS_CLIENT_DEFAULTS))),
  eventsTable: config.EVENTS_TABLE,
  endpointsTable: config.TENANT_WEBHOOK_CONFIG_TABLE,
  clock: Date.now,
  sleep,
};
const sqs = leanClient(new SQSClient(AWS_CLIENT_DEFAULTS));
const api: Api = {
  ...table,
  payloadChecks: createPayloadChecks(table),
  seenTypes: createSeenTypes(table),
  listRates: createListRates(table),
  targetsMemory: createTargetsMemory(table),
  identityTable: config.TENANT_IDENTITY_TABLE,
  sqs: openSender(sqs),
  deliveryQueueUrl: config.DELIVERY_QUEUE_URL,
  controlQueueUrl: config.CONTROL_QUEUE_URL,
  clientKeys:
    config.CLIENT_CERTIFICATES_PREFIX === ''
      ? undefined
      : openClientKeys(sqs, {
          prefix: config.CLIENT_CERTIFICATES_PREFIX,
          kmsKeyId: config.CLIENT_CERTIFICATES_KEY,
          // As the clients of the SDK find theirs.
          endpoint: process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER,
        }),
  retryDefaults: {
    schedule: parseRetrySchedule(config.RETRY_SCHEDULE),
    maxAttempts: config.MAX_ATTEMPTS,
    timeoutMs: config.DELIVERY_TIMEOUT_MS,
  },
  allowLoopback: config.ALLOW_LOOPBACK_TARGETS,
  random: randomBytes,
  metrics,
  logger: createLogger('ingest-api', config.LOG_LEVEL),
  publicUrl: config.PUBLIC_URL,
  corsOrigins: config.CORS_ORIGINS,
};

/** Most requests send events: an environment starts with what those need, and gets the rest when one needs it. */
const answer = oftenAndRest(
  postEventRoute,
  createLambdaHandler(awsLambdaFastify, createAppOf([postEventRoute], api)),
  async () => createLambdaHandler(awsLambdaFastify, (await import('./app.ts')).createApp(api)),
);

export const handler = flushAfter(metrics, answer);
