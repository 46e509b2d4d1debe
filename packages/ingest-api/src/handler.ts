import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import awsLambdaFastify from '@fastify/aws-lambda';
import { AWS_CLIENT_DEFAULTS, openDocuments, openSender } from '@switchyard/core/aws';
import { parseConfig } from '@switchyard/core/config';
import { requeueDelivery } from '@switchyard/core/deliveries';
import { acceptEvent } from '@switchyard/core/events';
import { createLambdaHandler } from '@switchyard/core/http';
import { createLogger } from '@switchyard/core/logging';
import { createMetricsLog, flushAfter } from '@switchyard/core/metrics';
import { createApp } from './app.ts';
import { configSchema } from './config.ts';
import { createListEvents } from './events/list-events.ts';
import { createReadListPage } from './events/list-rows.ts';
import { createReadEvent } from './events/read-event.ts';
import { createSummarizeEvent } from './events/summarize-event.ts';
import { createReadMessage } from './messages/read-message.ts';
import { registerMessage } from './messages/register-message.ts';

const config = parseConfig(configSchema, process.env);
const clock = Date.now;
const metrics = createMetricsLog(config.METRICS_NAMESPACE);
const context = {
  documents: openDocuments(new DynamoDBClient(AWS_CLIENT_DEFAULTS)),
  eventsTable: config.EVENTS_TABLE,
  endpointsTable: config.TENANT_WEBHOOK_CONFIG_TABLE,
  sqs: openSender(new SQSClient(AWS_CLIENT_DEFAULTS)),
  deliveryQueueUrl: config.DELIVERY_QUEUE_URL,
  metrics,
  clock,
  sleep,
};

const app = createApp({
  logger: createLogger('ingest-api', config.LOG_LEVEL),
  acceptEvent: (input) => acceptEvent(context, input),
  readEvent: createReadEvent(context),
  listEvents: createListEvents({
    readListPage: createReadListPage(context),
    summarizeEvent: createSummarizeEvent(context),
  }),
  requeueDelivery: (input) => requeueDelivery(context, input),
  registerMessage: (input) => registerMessage(context, input),
  readMessage: createReadMessage(context),
  corsOrigins: config.CORS_ORIGINS,
  clock,
});

export const handler = flushAfter(
  metrics,
  createLambdaHandler(awsLambdaFastify, app),
  ({ requestContext }) => requestContext.requestId,
);
