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
  createSendDelivery,
} from '@switchyard/core/deliveries';
import { createLogger } from '@switchyard/core/logging';
import { createMetricsLog, flushAfter } from '@switchyard/core/metrics';
import type { Context } from 'aws-lambda';
import { configSchema } from './config.ts';
import { createPeek } from './peek.ts';
import { createPurge } from './purge.ts';
import { parseDlqRequest } from './request.ts';
import { createRequeue } from './requeue.ts';
import { createScanDeadLetters } from './scan-dead-letters.ts';

const config = parseConfig(configSchema, process.env);
const logger = createLogger('dlq-processor', config.LOG_LEVEL);
const metrics = createMetricsLog(config.METRICS_NAMESPACE);
const clock = Date.now;
const sqs = new SQSClient(AWS_CLIENT_DEFAULTS);
const dlq = { sqs, queueUrl: config.DELIVERY_DLQ_URL };
const events = {
  documents: openDocuments(new DynamoDBClient(AWS_CLIENT_DEFAULTS)),
  eventsTable: config.EVENTS_TABLE,
};
const loadDelivery = createLoadDelivery(events);
const replaceDelivery = createReplaceDelivery(events);
const requeueDelivery = createRequeueDelivery({
  ...events,
  loadDelivery,
  replaceDelivery,
  clearOutbox: createClearOutbox(events),
  sendDelivery: createSendDelivery({ sqs: openSender(sqs), queueUrl: config.DELIVERY_QUEUE_URL, clock }),
  metrics,
  clock,
});

async function handle(payload: unknown, context: Context) {
  const request = parseDlqRequest(payload);
  const log = logger.child({ requestId: context.awsRequestId });
  const remainingMs = () => context.getRemainingTimeInMillis();
  const scan = createScanDeadLetters({ ...dlq, remainingMs });
  const deps = {
    ...dlq,
    scan,
    loadDelivery,
    replaceDelivery,
    requeueDelivery,
    clock,
    sleep,
    remainingMs,
    logger: log,
  };
  const actions = { peek: createPeek(deps), requeue: createRequeue(deps), purge: createPurge(deps) };
  const result = await actions[request.action](request);
  log.info({ outcome: 'done', ...result, messages: undefined }, 'dlq');
  return result;
}

export const handler = flushAfter(metrics, handle, (_, { awsRequestId }) => awsRequestId);
