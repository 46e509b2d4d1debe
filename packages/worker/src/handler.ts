import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { AWS_CLIENT_DEFAULTS, leanClient, openDocuments, openSender } from '@switchyard/aws-clients';
import { DAY_SECONDS } from '@switchyard/core/clock';
import { parseConfig, parseDuration } from '@switchyard/core/config';
import { parseRetrySchedule } from '@switchyard/core/deliveries';
import { createLogger } from '@switchyard/core/logging';
import { flushAfter } from '@switchyard/core/metrics';
import { createMetricsLog } from '@switchyard/core/metrics-log';
import { remembered } from '@switchyard/core/remembered';
import { createSeenTypes } from '@switchyard/core/seen-types';
import type { SQSEvent } from 'aws-lambda';
import { configSchema } from './config.ts';
import { createEndpointCache } from './endpoint-cache.ts';
import { createFailureStreaks } from './failure-streaks.ts';
import { createHealthCounts } from './health-counts.ts';
import { createPaces } from './paces.ts';
import { createSendPost } from './post.ts';
import { type ProcessBatchContext, processBatch } from './process-batch.ts';
import { MAX_RESPONSE_BYTES } from './read-beginning.ts';
import { createResolveHost } from './resolve-host.ts';
import { createSlots } from './slots.ts';

const config = parseConfig(configSchema, process.env);
const clock = Date.now;
const metrics = createMetricsLog(config.METRICS_NAMESPACE);
const tables = {
  documents: openDocuments(leanClient(new DynamoDBClient(AWS_CLIENT_DEFAULTS))),
  eventsTable: config.EVENTS_TABLE,
  endpointsTable: config.TENANT_WEBHOOK_CONFIG_TABLE,
  clock,
  sleep,
};
const sqs = leanClient(new SQSClient(AWS_CLIENT_DEFAULTS));
// Few endpoints ask for a token or a certificate, or fail: what those take is loaded for the first of them.
const loadAccessTokens = remembered(async () => {
  const { createAccessTokens, TOKEN_TIMEOUT_MS } = await import('./access-tokens.ts');
  return createAccessTokens({
    post: createSendPost({
      ...connecting,
      timeoutMs: Math.min(TOKEN_TIMEOUT_MS, config.DELIVERY_TIMEOUT_MS),
      keptBytes: MAX_RESPONSE_BYTES,
    }),
    clock,
  });
});
const loadTopic = remembered(async () => {
  const { openTopic } = await import('@switchyard/aws-clients/open-topic');
  // As the clients of the SDK find theirs.
  return openTopic(sqs, config.ENDPOINT_EVENTS_TOPIC_ARN, process.env.AWS_ENDPOINT_URL_SNS);
});
const loadCertificates = remembered(async () => {
  const { openCertificates } = await import('./open-certificates.ts');
  return openCertificates(sqs, { prefix: config.CLIENT_CERTIFICATES_PREFIX, clock });
});
const connecting = {
  allowLoopback: config.ALLOW_LOOPBACK_TARGETS,
  clock,
  resolveHost: createResolveHost({ clock }),
};
const context: Omit<ProcessBatchContext, 'logger'> = {
  ...tables,
  sqs: openSender(sqs),
  operators: { publish: async (notice) => (await loadTopic()).publish(notice) },
  deliveryQueueUrl: config.DELIVERY_QUEUE_URL,
  deadLetterQueueUrl: config.DELIVERY_DLQ_URL,
  slowQueueUrl: config.SLOW_QUEUE_URL,
  slots: createSlots(config.ENDPOINT_CONCURRENCY),
  slowAfterMs: config.SLOW_AFTER_MS,
  paces: createPaces(clock),
  controlQueueUrl: config.CONTROL_QUEUE_URL,
  streaks: createFailureStreaks(),
  health: createHealthCounts(tables, { intervalMs: parseDuration(config.HEALTH_FLUSH_INTERVAL) }),
  breakerPolicy: {
    failures: config.BREAKER_FAILURES,
    periodMs: parseDuration(config.BREAKER_PERIOD),
    probeSchedule: parseRetrySchedule(config.PROBE_SCHEDULE),
    disableAfterMs: parseDuration(config.ENDPOINT_DISABLE_AFTER),
  },
  heldRetentionMs: config.HELD_RETENTION_DAYS * DAY_SECONDS * 1_000,
  endpointCache: createEndpointCache(tables),
  seenTypes: createSeenTypes(tables),
  post: createSendPost({ ...connecting, timeoutMs: config.DELIVERY_TIMEOUT_MS }),
  accessTokens: async (wanted) => (await loadAccessTokens())(wanted),
  deleteClientKey: async (name) => (await loadCertificates()).keys?.delete(name),
  clientIdentities: async (endpoint, certificate) =>
    (await loadCertificates()).identities(endpoint, certificate),
  attemptTimeoutMs: config.DELIVERY_TIMEOUT_MS,
  retry: {
    schedule: parseRetrySchedule(config.RETRY_SCHEDULE),
    maxAttempts: config.MAX_ATTEMPTS,
    random: Math.random,
  },
  metrics,
};

const serve = (service: string) => {
  const served = { ...context, logger: createLogger(service, config.LOG_LEVEL) };
  return flushAfter(metrics, ({ Records }: SQSEvent, { awsRequestId }) =>
    processBatch(served, Records, awsRequestId),
  );
};

export const handler = serve('worker');

/** Behind the slow queue, as a function of its own with the same bundle. */
export const slow = serve('slow-worker');
