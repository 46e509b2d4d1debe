import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { AWS_CLIENT_DEFAULTS, leanClient, openDocuments, openSender } from '@switchyard/aws-clients';
import { byQueueVariable, variableOf } from '@switchyard/core/channels';
import { createLogger } from '@switchyard/core/logging';
import { createMetricsLog, type MetricsLog } from '@switchyard/core/metrics-log';
import type { CallbackRoute } from '@switchyard/core/providers';
import { createSeenTypes } from '@switchyard/core/seen-types';
import type { Config } from './config.ts';
import { fallbackTextsOf } from './fallback/fallback-texts.ts';
import { type SendTextContext, sendText } from './fallback/send-text.ts';
import type { HealthContext } from './health.ts';
import { createProviderSecrets } from './provider-secrets.ts';
import { createQuarantineLimit } from './quarantine/quarantine-limit.ts';
import { PROCESS_DEADLINE_MS, type ReceiveCallbackContext } from './receive-callback.ts';
import type { SpoolEventContext } from './spool/handle-spool-event.ts';

/** One retry of each call and all of them still fit into what a provider waits. */
const AWS_CLIENT = {
  ...AWS_CLIENT_DEFAULTS,
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1_500, throwOnRequestTimeout: true },
} as const;

/** What both functions of this package work with: the one behind HTTP and the one behind the spool. */
export type Context = ReceiveCallbackContext &
  SpoolEventContext &
  HealthContext & { readonly metrics: MetricsLog };

export function createContext(config: Config): Context {
  const clock = Date.now;
  const metrics = createMetricsLog(config.METRICS_NAMESPACE);
  const dynamoDb = leanClient(new DynamoDBClient(AWS_CLIENT));
  const sqsClient = leanClient(new SQSClient(AWS_CLIENT));
  const secretsManager = leanClient(new SecretsManagerClient(AWS_CLIENT));

  async function fetchSecrets(): Promise<string> {
    const { SecretString = '' } = await secretsManager.send(
      new GetSecretValueCommand({ SecretId: config.PROVIDER_SECRETS_ARN }),
    );
    return SecretString;
  }
  const openSecrets = () => createProviderSecrets(fetchSecrets, clock);
  const providerSecrets = openSecrets();
  const texts: SendTextContext = {
    providerSecrets,
    twilioApiBaseUrl: config.TWILIO_API_BASE_URL,
    resendApiBaseUrl: config.RESEND_API_BASE_URL,
    fallbackFromEmail: config.FALLBACK_FROM_EMAIL,
    fetch,
  };
  const table = { documents: openDocuments(dynamoDb), eventsTable: config.EVENTS_TABLE, clock, sleep };
  return {
    ...table,
    seenTypes: createSeenTypes(table),
    endpointsTable: config.TENANT_WEBHOOK_CONFIG_TABLE,
    deliveryQueueUrl: config.DELIVERY_QUEUE_URL,
    dynamoDb,
    sqs: openSender(sqsClient),
    sqsClient,
    metrics,
    logger: createLogger('webhook-handler', config.LOG_LEVEL),
    baseUrl: config.CALLBACK_BASE_URL,
    deadlineMs: PROCESS_DEADLINE_MS,
    providerSecrets,
    openSecrets,
    verifySignatures: config.VERIFY_WEBHOOK_SIGNATURES,
    legacySignatureRoutes: legacySignatureRoutes(config),
    quarantineLimit: createQuarantineLimit(clock),
    spoolQueueUrl: config.CALLBACK_SPOOL_QUEUE_URL,
    channelQueueUrl: (channel, purpose) => config[variableOf(channel, purpose)],
    watchedQueueUrls: watchedQueueUrls(config),
    repliesDelaySeconds: config.REPLIES_DELAY_SECONDS,
    fallbackTexts: fallbackTextsOf(config),
    fallbackLimits: {
      all: config.FALLBACK_DAILY_LIMIT,
      tenant: config.FALLBACK_DAILY_LIMIT_PER_TENANT,
      destination: config.FALLBACK_DAILY_LIMIT_PER_DESTINATION,
    },
    reachedLimits: new Set<string>(),
    sendText: (message, text) => sendText(texts, message, text),
    mappingStrategy: config.MESSAGE_ID_MAPPING_STRATEGY,
    matchingWindowSeconds: config.TIMESTAMP_MATCHING_WINDOW,
  };
}

function legacySignatureRoutes(config: Config): CallbackRoute[] {
  const routes: CallbackRoute[] = [];
  if (config.LEGACY_TWILIO_STATUS_SIGNATURE) routes.push('twilio-status');
  if (config.LEGACY_RESEND_SIGNATURE) routes.push('resend-events');
  return routes;
}

/** By names such as `sms_replies`. */
const watchedQueueUrls = (config: Config): Record<string, string> =>
  Object.fromEntries([
    ...Object.values(byQueueVariable(({ name, variable }) => [name.replace('-', '_'), config[variable]])),
    ['callback_spool', config.CALLBACK_SPOOL_QUEUE_URL],
  ]);
