import awsLambdaFastify from '@fastify/aws-lambda';
import { parseConfig } from '@switchyard/core/config';
import { createLambdaHandler } from '@switchyard/core/http';
import { flushAfter } from '@switchyard/core/metrics';
import { createApp } from './app.ts';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';
import { createCheckHealth } from './health.ts';
import { createReleaseQuarantined } from './quarantine/release-quarantined.ts';
import { createReceiveCallback, PROCESS_DEADLINE_MS } from './receive-callback.ts';
import { createHandleSpoolEvent } from './spool/handle-spool-event.ts';
import { createProcessSpool } from './spool/process-spool.ts';
import { createSpoolCallback } from './spool/spool-callback.ts';

const config = parseConfig(configSchema, process.env);
const parts = compose(config);
const { clock, logger, metrics, dynamoDb, sqs, sender, secrets } = parts;

const app = createApp({
  logger,
  clock,
  baseUrl: config.CALLBACK_BASE_URL,
  corsOrigins: config.CORS_ORIGINS,
  receiveCallback: createReceiveCallback({
    ...parts,
    spool: createSpoolCallback({ sqs: sender, queueUrl: config.CALLBACK_SPOOL_QUEUE_URL }),
    deadlineMs: PROCESS_DEADLINE_MS,
  }),
  checkHealth: createCheckHealth({
    dynamoDb,
    eventsTable: config.EVENTS_TABLE,
    sqs,
    queueUrls: {
      whatsapp_replies: config.WHATSAPP_REPLIES_QUEUE_URL,
      whatsapp_handoff: config.WHATSAPP_HANDOFF_QUEUE_URL,
      sms_replies: config.SMS_REPLIES_QUEUE_URL,
      sms_handoff: config.SMS_HANDOFF_QUEUE_URL,
      email_replies: config.EMAIL_REPLIES_QUEUE_URL,
      email_handoff: config.EMAIL_HANDOFF_QUEUE_URL,
      callback_spool: config.CALLBACK_SPOOL_QUEUE_URL,
    },
    readSecrets: secrets.get,
  }),
});

/** Behind API Gateway: what the providers call. */
export const handler = flushAfter(
  metrics,
  createLambdaHandler(awsLambdaFastify, app),
  ({ requestContext }) => requestContext.requestId,
);

const handleSpoolEvent = createHandleSpoolEvent({
  processSpool: createProcessSpool(parts),
  release: createReleaseQuarantined({
    store: parts.quarantineStore,
    verify: parts.verifyAfresh,
    process: parts.process,
    baseUrl: config.CALLBACK_BASE_URL,
  }),
});

/** Behind the spool queue, as a function of its own with the same bundle. */
export const spool = flushAfter(metrics, handleSpoolEvent, (_, { awsRequestId }) => awsRequestId);
