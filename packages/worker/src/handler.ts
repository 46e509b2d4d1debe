import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import {
  AWS_CLIENT_DEFAULTS,
  createClearOutbox,
  createLoadDelivery,
  createLogger,
  createReplaceDelivery,
  createSendDeadLetter,
  createSendDelivery,
  documentClient,
  parseConfig,
  parseRetrySchedule,
} from '@switchyard/core';
import { createMetricsLog, flushAfter } from '@switchyard/core/metrics';
import type { SQSEvent } from 'aws-lambda';
import { configSchema } from './config.ts';
import { createDeliver } from './deliver.ts';
import { createDisableEndpoint } from './disable-endpoint.ts';
import { createEndpointCache } from './endpoint-cache.ts';
import { createSendPost } from './post.ts';
import { createProcessBatch } from './process-batch.ts';
import { createRecordOutcome } from './record-outcome.ts';
import { createSendOutbox } from './send-outbox.ts';

const config = parseConfig(configSchema, process.env);
const logger = createLogger('worker', config.LOG_LEVEL);
const clock = Date.now;
const metrics = createMetricsLog(config.METRICS_NAMESPACE);
const documents = documentClient(new DynamoDBClient(AWS_CLIENT_DEFAULTS));
const sqs = new SQSClient(AWS_CLIENT_DEFAULTS);
const events = { documents, eventsTable: config.EVENTS_TABLE };
const endpoints = { documents, tableName: config.TENANT_WEBHOOK_CONFIG_TABLE, clock };
const endpointCache = createEndpointCache(endpoints);
const disableEndpoint = createDisableEndpoint(endpoints);
const sendDelivery = createSendDelivery({ sqs, queueUrl: config.DELIVERY_QUEUE_URL, clock });

const processBatch = createProcessBatch({
  logger,
  deliver: createDeliver({
    loadDelivery: createLoadDelivery(events),
    getEndpoint: endpointCache.get,
    post: createSendPost({
      timeoutMs: config.DELIVERY_TIMEOUT_MS,
      allowLoopback: config.ALLOW_LOOPBACK_TARGETS,
      clock,
    }),
    recordOutcome: createRecordOutcome({ replaceDelivery: createReplaceDelivery(events), clock }),
    sendOutbox: createSendOutbox({
      sendDelivery,
      sendDeadLetter: createSendDeadLetter({ sqs, queueUrl: config.DELIVERY_DLQ_URL }),
      clearOutbox: createClearOutbox(events),
    }),
    disableEndpoint: async (tenantId, endpointId, reason) => {
      await disableEndpoint(tenantId, endpointId, reason);
      endpointCache.forget(tenantId, endpointId);
    },
    hop: sendDelivery,
    retry: {
      schedule: parseRetrySchedule(config.RETRY_SCHEDULE),
      maxAttempts: config.MAX_ATTEMPTS,
      random: Math.random,
    },
    metrics,
    clock,
  }),
});

export const handler = flushAfter(
  metrics,
  ({ Records }: SQSEvent, { awsRequestId }) => processBatch(Records, awsRequestId),
  (_, { awsRequestId }) => awsRequestId,
);
