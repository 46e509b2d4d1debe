import type { Callbacks } from './inbound/callbacks.ts';
import type { ClientCertificates } from './outbound/client-certificates.ts';
import type { Delivery } from './outbound/delivery.ts';
import type { IngestApi } from './outbound/ingest-api.ts';
import type { ReceiverApi } from './outbound/receiver-api.ts';
import type { Settings } from './settings/settings.ts';
import type { EncryptionKey } from './storage/encryption-key.ts';
import type { Tables } from './storage/tables.ts';

export type StackParts = {
  readonly urls: { readonly hooks: string; readonly receiver: string };
  readonly tables: Tables;
  readonly delivery: Delivery;
  readonly ingest: IngestApi;
  readonly receiver: ReceiverApi;
  readonly callbacks: Callbacks;
  readonly encryptionKey: EncryptionKey | undefined;
  readonly certificates: ClientCertificates | undefined;
  readonly settings: Settings;
};

/** How the CLI and the local stack find things: by these names, never by others. */
export function stackOutputs(parts: StackParts): Record<string, string> {
  const { urls, tables, delivery, ingest, receiver, callbacks, encryptionKey, certificates, settings } =
    parts;
  const queues = {
    Delivery: delivery.queues,
    Control: delivery.control,
    CallbackSpool: callbacks.spool,
    ...callbacks.channelQueues,
  };
  return {
    HooksUrl: urls.hooks,
    ReceiverUrl: urls.receiver,
    TableTenantIdentity: tables.tenantIdentity.tableName,
    TableTenantWebhookConfig: tables.tenantWebhookConfig.tableName,
    TableEvents: tables.events.tableName,
    FunctionAuthorizer: ingest.authorizer.function.functionName,
    FunctionIngestApi: ingest.handler.function.functionName,
    FunctionWorker: delivery.worker.function.functionName,
    FunctionSlowWorker: delivery.slowWorker.function.functionName,
    FunctionDlqProcessor: delivery.dlqProcessor.function.functionName,
    FunctionReceiver: receiver.handler.function.functionName,
    FunctionWebhookHandler: callbacks.handler.function.functionName,
    FunctionCallbackSpool: callbacks.spoolFunction.function.functionName,
    // Its dead letters are among those of deliveries.
    QueueSlow: delivery.slow.queue.queueUrl,
    TopicEndpointEvents: delivery.endpointEvents.topicArn,
    SecretReceiverOperatorToken: receiver.operatorToken.secretArn,
    SecretProviders: callbacks.secrets.secretArn,
    // By which the CLI judges an endpoint as the API does.
    SettingRetrySchedule: settings.RETRY_SCHEDULE,
    SettingMaxAttempts: String(settings.MAX_ATTEMPTS),
    SettingDeliveryTimeoutMs: String(settings.DELIVERY_TIMEOUT_MS),
    // Where the CLI puts tenants.
    ...(ingest.usagePlans.ids === '' ? {} : { SettingUsagePlans: ingest.usagePlans.ids }),
    // Where the CLI keeps certificates of endpoints, as the API does.
    ...Object.fromEntries(
      Object.entries({
        SettingClientCertificatesPrefix: certificates?.writerEnvironment.CLIENT_CERTIFICATES_PREFIX,
        SettingClientCertificatesKey: certificates?.writerEnvironment.CLIENT_CERTIFICATES_KEY,
      }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    // Whoever takes from the channels' queues needs kms:Decrypt on it.
    ...(encryptionKey === undefined ? {} : { EncryptionKeyArn: encryptionKey.key.keyArn }),
    ...Object.fromEntries(
      Object.entries(queues).flatMap(([name, { queue, deadLetters }]) => [
        [`Queue${name}`, queue.queueUrl],
        [`Queue${name}Dlq`, deadLetters.queueUrl],
      ]),
    ),
  };
}
