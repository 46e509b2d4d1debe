import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import awsLambdaFastify from '@fastify/aws-lambda';
import { AWS_CLIENT_DEFAULTS, openDocuments, openSender } from '@switchyard/aws-clients';
import { parseConfig } from '@switchyard/core/config';
import { parseRetrySchedule } from '@switchyard/core/deliveries';
import { createPayloadChecks, createSeenTypes } from '@switchyard/core/event-types';
import { createLambdaHandler } from '@switchyard/core/http';
import { createLogger } from '@switchyard/core/logging';
import { flushAfter } from '@switchyard/core/metrics';
import { createMetricsLog } from '@switchyard/core/metrics-log';
import type { Api } from './api.ts';
import { createApp } from './app.ts';
import { configSchema } from './config.ts';

const config = parseConfig(configSchema, process.env);
const metrics = createMetricsLog(config.METRICS_NAMESPACE);
const table = {
  documents: openDocuments(new DynamoDBClient(AWS_CLIENT_DEFAULTS)),
  eventsTable: config.EVENTS_TABLE,
  clock: Date.now,
  sleep,
};
const api: Api = {
  ...table,
  payloadChecks: createPayloadChecks(table),
  seenTypes: createSeenTypes(table),
  identityTable: config.TENANT_IDENTITY_TABLE,
  endpointsTable: config.TENANT_WEBHOOK_CONFIG_TABLE,
  sqs: openSender(new SQSClient(AWS_CLIENT_DEFAULTS)),
  deliveryQueueUrl: config.DELIVERY_QUEUE_URL,
  controlQueueUrl: config.CONTROL_QUEUE_URL,
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

export const handler = flushAfter(
  metrics,
  createLambdaHandler(awsLambdaFastify, createApp(api)),
  ({ requestContext }) => requestContext.requestId,
);
