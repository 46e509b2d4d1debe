import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { openDocuments, openSender } from '@switchyard/core/aws';
import { acceptEvent } from '@switchyard/core/events';
import { createOutboundMessageStore } from '@switchyard/core/inbound';
import { createLogger } from '@switchyard/core/logging';
import { createMetricsLog } from '@switchyard/core/metrics';
import type { CallbackRequest } from './callback-request.ts';
import type { Config } from './config.ts';
import { createFindConversation } from './conversations/find-conversation.ts';
import { createMessageStore } from './conversations/message-store.ts';
import { createReceiveMessage } from './conversations/receive-message.ts';
import { createRouteMessage } from './conversations/route-message.ts';
import { createSendFallback } from './conversations/send-fallback.ts';
import { createSendText } from './conversations/send-text.ts';
import { createTouchConversation } from './conversations/touch-conversation.ts';
import { createEmitEvent } from './events/emit-event.ts';
import { createFindOwner } from './events/find-owner.ts';
import { createProcessCallback } from './process-callback.ts';
import { createProviderSecrets } from './provider-secrets.ts';
import { createProviders } from './providers/index.ts';
import { createQuarantineCallback } from './quarantine/quarantine-callback.ts';
import { createQuarantineStore } from './quarantine/quarantine-store.ts';
import { createFindByRecipient } from './statuses/find-by-recipient.ts';
import { createMarkEmitted } from './statuses/mark-emitted.ts';
import { createMatchMessage } from './statuses/match-message.ts';
import { createReceiveStatus } from './statuses/receive-status.ts';
import { createRecordStatus } from './statuses/record-status.ts';
import { createVerifyCallback } from './verify-callback.ts';

/** One retry of each call and all of them still fit into what a provider waits. */
const AWS_CLIENT = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1_500, throwOnRequestTimeout: true },
} as const;

/** What both functions of this package are made of: the one behind HTTP and the one behind the spool. */
export function compose(config: Config) {
  const clock = Date.now;
  const logger = createLogger('webhook-handler', config.LOG_LEVEL);
  const metrics = createMetricsLog(config.METRICS_NAMESPACE);
  const dynamoDb = new DynamoDBClient(AWS_CLIENT);
  const documents = openDocuments(dynamoDb);
  const sqs = new SQSClient(AWS_CLIENT);
  const sender = openSender(sqs);
  const secretsManager = new SecretsManagerClient(AWS_CLIENT);
  const table = { documents, eventsTable: config.EVENTS_TABLE, clock };

  async function fetchSecrets(): Promise<string> {
    const { SecretString = '' } = await secretsManager.send(
      new GetSecretValueCommand({ SecretId: config.PROVIDER_SECRETS_ARN }),
    );
    return SecretString;
  }
  const secrets = createProviderSecrets(fetchSecrets, clock);
  const providers = createProviders({
    legacyTwilioStatusSignature: config.LEGACY_TWILIO_STATUS_SIGNATURE,
    legacyResendSignature: config.LEGACY_RESEND_SIGNATURE,
  });
  const acceptContext = {
    ...table,
    endpointsTable: config.TENANT_WEBHOOK_CONFIG_TABLE,
    sqs: sender,
    deliveryQueueUrl: config.DELIVERY_QUEUE_URL,
    metrics,
    sleep,
  };
  const emitEvent = createEmitEvent({
    acceptEvent: (input) => acceptEvent(acceptContext, input),
    logger,
  });
  const receiveMessage = createReceiveMessage({
    findConversation: createFindConversation(table),
    store: createMessageStore(table),
    touchConversation: createTouchConversation(table),
    routeMessage: createRouteMessage({
      sqs: sender,
      queues: {
        whatsapp: { replies: config.WHATSAPP_REPLIES_QUEUE_URL, handoff: config.WHATSAPP_HANDOFF_QUEUE_URL },
        sms: { replies: config.SMS_REPLIES_QUEUE_URL, handoff: config.SMS_HANDOFF_QUEUE_URL },
        email: { replies: config.EMAIL_REPLIES_QUEUE_URL, handoff: config.EMAIL_HANDOFF_QUEUE_URL },
      },
      repliesDelaySeconds: config.REPLIES_DELAY_SECONDS,
      clock,
    }),
    sendFallback: createSendFallback({
      ...table,
      template: config.FALLBACK_MESSAGE,
      sendText: createSendText({
        secrets: secrets.get,
        twilioBaseUrl: config.TWILIO_API_BASE_URL,
        resendBaseUrl: config.RESEND_API_BASE_URL,
        fromEmail: config.FALLBACK_FROM_EMAIL,
        fetch,
      }),
      logger,
    }),
    findOwner: createFindOwner(table),
    emitEvent,
    clock,
    sleep,
    metrics,
    logger,
  });
  const messages = createOutboundMessageStore(table);
  const matchMessage = createMatchMessage({
    store: messages,
    findByRecipient: createFindByRecipient(table),
    strategy: config.MESSAGE_ID_MAPPING_STRATEGY,
    windowSeconds: config.TIMESTAMP_MATCHING_WINDOW,
  });
  const receiveStatus = createReceiveStatus({
    recordStatus: createRecordStatus({ ...table, store: messages, matchMessage }),
    emitEvent,
    markEmitted: createMarkEmitted(table),
    logger,
  });
  const quarantineStore = createQuarantineStore(table);
  return {
    clock,
    logger,
    metrics,
    dynamoDb,
    documents,
    sqs,
    sender,
    secrets,
    providers,
    emitEvent,
    receiveMessage,
    quarantineStore,
    quarantine: createQuarantineCallback({ providers, store: quarantineStore, clock, logger }),
    verify: createVerifyCallback({ providers, secrets, enabled: config.VERIFY_WEBHOOK_SIGNATURES }),
    /** For an operator who has just corrected a secret: nothing that was read before counts. */
    verifyAfresh: (request: CallbackRequest) =>
      createVerifyCallback({
        providers,
        secrets: createProviderSecrets(fetchSecrets, clock),
        enabled: config.VERIFY_WEBHOOK_SIGNATURES,
      })(request),
    process: createProcessCallback({ providers, receiveMessage, receiveStatus }),
  };
}
