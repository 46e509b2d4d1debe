import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { AWS_CLIENT_DEFAULTS, leanClient, openDocuments, openSender } from '@switchyard/aws-clients';
import { parseConfig } from '@switchyard/core/config';
import { createLogger, type Logger } from '@switchyard/core/logging';
import { flushAfter } from '@switchyard/core/metrics';
import { createMetricsLog } from '@switchyard/core/metrics-log';
import type { Context } from 'aws-lambda';
import { configSchema } from './config.ts';
import { peek } from './peek.ts';
import { peekHeld } from './peek-held.ts';
import { purge } from './purge.ts';
import { purgeHeld } from './purge-held.ts';
import { replay } from './replay.ts';
import { isReplayAction, replayRequestSchema } from './replay-request.ts';
import { parseDlqRequest, parseRequest } from './request.ts';
import { requeue } from './requeue.ts';
import { requeueHeld } from './requeue-held.ts';

const config = parseConfig(configSchema, process.env);
const logger = createLogger('dlq-processor', config.LOG_LEVEL);
const metrics = createMetricsLog(config.METRICS_NAMESPACE);
const sqsClient = leanClient(new SQSClient(AWS_CLIENT_DEFAULTS));
const shared = {
  documents: openDocuments(leanClient(new DynamoDBClient(AWS_CLIENT_DEFAULTS))),
  eventsTable: config.EVENTS_TABLE,
  endpointsTable: config.TENANT_WEBHOOK_CONFIG_TABLE,
  controlQueueUrl: config.CONTROL_QUEUE_URL,
  sqs: openSender(sqsClient),
  sqsClient,
  deliveryQueueUrl: config.DELIVERY_QUEUE_URL,
  deadLetterQueueUrl: config.DELIVERY_DLQ_URL,
  metrics,
  clock: Date.now,
  sleep,
};
const actions = { peek, requeue, purge };
const heldActions = { peek: peekHeld, requeue: requeueHeld, purge: purgeHeld };

async function handle(payload: unknown, invocation: Context) {
  const log = logger.child({ requestId: invocation.awsRequestId });
  if (isReplayAction(payload)) return handleReplay(payload, invocation, log);
  const request = parseDlqRequest(payload);
  const context = { ...shared, logger: log, remainingMs: () => invocation.getRemainingTimeInMillis() };
  const result = await (request.held ? heldActions : actions)[request.action](context, request);
  log.info({ outcome: 'done', ...result, messages: undefined }, 'dlq');
  return result;
}

async function handleReplay(payload: unknown, invocation: Context, log: Logger) {
  const request = parseRequest(replayRequestSchema, payload);
  const context = { ...shared, remainingMs: () => invocation.getRemainingTimeInMillis() };
  const answer = await replay(context, request);
  const { action, tenantId } = { tenantId: undefined, ...request };
  log.info({ outcome: 'done', action, tenantId, replays: answer.replays.length }, 'replay');
  return answer;
}

export const handler = flushAfter(metrics, handle);
