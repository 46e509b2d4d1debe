import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { AWS_CLIENT_DEFAULTS, openDocuments, openSender } from '@switchyard/core/aws';
import { parseConfig } from '@switchyard/core/config';
import {
  createClearOutbox,
  createLoadDelivery,
  createReplaceDelivery,
  createRequeueDelivery,
  createSendDeliveries,
  createSendDelivery,
} from '@switchyard/core/deliveries';
import { createListEndpoints } from '@switchyard/core/endpoints';
import { createAcceptEvent, createEventStore } from '@switchyard/core/events';
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
const documents = openDocuments(new DynamoDBClient(AWS_CLIENT_DEFAULTS));
const queue = {
  sqs: openSender(new SQSClient(AWS_CLIENT_DEFAULTS)),
  queueUrl: config.DELIVERY_QUEUE_URL,
  clock,
};
const events = { documents, eventsTable: config.EVENTS_TABLE, clock };

const app = createApp({
  logger: createLogger('ingest-api', config.LOG_LEVEL),
  acceptEvent: createAcceptEvent({
    store: createEventStore(events),
    listEndpoints: createListEndpoints({ documents, tableName: config.TENANT_WEBHOOK_CONFIG_TABLE }),
    sendDeliveries: createSendDeliveries(queue),
    metrics,
    clock,
    sleep,
  }),
  readEvent: createReadEvent(events),
  listEvents: createListEvents({
    readListPage: createReadListPage(events),
    summarizeEvent: createSummarizeEvent(events),
  }),
  requeueDelivery: createRequeueDelivery({
    ...events,
    loadDelivery: createLoadDelivery(events),
    replaceDelivery: createReplaceDelivery(events),
    clearOutbox: createClearOutbox(events),
    sendDelivery: createSendDelivery(queue),
    metrics,
  }),
  registerMessage: (input) => registerMessage(events, input),
  readMessage: createReadMessage(events),
  corsOrigins: config.CORS_ORIGINS,
  clock,
});

export const handler = flushAfter(
  metrics,
  createLambdaHandler(app),
  ({ requestContext }) => requestContext.requestId,
);
