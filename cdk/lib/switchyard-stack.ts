import { callbackPaths, routes as callbackRoutes } from '@switchyard/webhook-handler/routes';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import { ApiGatewayLogRole } from './api-gateway-log-role.ts';
import { Callbacks } from './callbacks.ts';
import { CustomDomain } from './custom-domain.ts';
import { Delivery } from './delivery.ts';
import { EncryptionKey } from './encryption-key.ts';
import { IngestApi } from './ingest-api.ts';
import { Monitoring } from './monitoring.ts';
import { ReceiverApi } from './receiver-api.ts';
import { HttpFunctionApi } from './rest-api.ts';
import type { Settings } from './settings.ts';
import { sourceRangesPolicy } from './source-ranges-policy.ts';
import type { StackDefaults } from './stack-defaults.ts';
import { isProduction } from './stage.ts';
import { Tables } from './tables.ts';
import { WebAcl } from './web-acl.ts';

/** The paths that Twilio calls. */
const TWILIO_PATHS = Object.entries(callbackPaths)
  .filter(([, route]) => route === 'whatsapp' || route === 'sms' || route === 'twilio-status')
  .map(([path]) => path);

export type SwitchyardStackProps = StackProps & { readonly settings: Settings };

/** The one stack. Its outputs are how the CLI and the local stack find things: by these names, never by others. */
export class SwitchyardStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: SwitchyardStackProps) {
    super(scope, id, props);
    const production = isProduction(settings);
    const encryptionKey = settings.CUSTOMER_MANAGED_KEY
      ? new EncryptionKey(this, 'Encryption', { isProduction: production }).key
      : undefined;
    const alarms = new Alarms(this, 'Alarms', {
      email: settings.ALERT_EMAIL,
      runbookBaseUrl: settings.RUNBOOK_BASE_URL,
      encryptionKey,
    });
    const defaults: StackDefaults = {
      isProduction: production,
      logRetention: settings.LOG_RETENTION_DAYS,
      encryptionKey,
      alarms,
      tracing: settings.XRAY_TRACING,
    };

    const tables = new Tables(this, 'Tables', defaults);
    const delivery = new Delivery(this, 'Delivery', { settings, tables, defaults });
    const { queue, deadLetters } = delivery.queues;
    const hooks = new HttpFunctionApi(this, 'Hooks', {
      label: 'hooks',
      description: 'Tenants send events; providers call back',
      settings,
      defaults,
      throttled: callbackRoutes.map((route) => ({
        ...route,
        rate: settings.CALLBACK_THROTTLE_RATE,
        burst: settings.CALLBACK_THROTTLE_BURST,
      })),
      policy: sourceRangesPolicy(
        settings.TWILIO_SOURCE_RANGES,
        callbackRoutes.filter(({ path }) => TWILIO_PATHS.includes(path)),
      ),
    });
    const receiver = new ReceiverApi(this, 'ReceiverApi', { settings, tables, defaults });
    if (settings.API_GATEWAY_LOG_ROLE) {
      const logRole = new ApiGatewayLogRole(this, 'ApiLogs');
      // A stage that logs is refused while the account has no role for it.
      for (const { api } of [hooks, receiver.api]) api.deploymentStage.node.addDependency(logRole);
    }

    let hooksUrl = hooks.url;
    let receiverUrl = receiver.api.url;
    if (settings.HOSTED_ZONE_ID !== '') {
      const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
        hostedZoneId: settings.HOSTED_ZONE_ID,
        zoneName: settings.HOSTED_ZONE_NAME,
      });
      hooksUrl = new CustomDomain(this, 'HooksDomain', { api: hooks.api, zone, label: 'hooks' }).url;
      receiverUrl = new CustomDomain(this, 'ReceiverDomain', {
        api: receiver.api.api,
        zone,
        label: 'receiver',
      }).url;
    }

    const common = { settings, tables, deliveryQueue: queue, api: hooks, defaults };
    const ingest = new IngestApi(this, 'IngestApi', common);
    const callbacks = new Callbacks(this, 'Callbacks', { ...common, baseUrl: hooksUrl });
    if (settings.WAF) {
      new WebAcl(this, 'Firewall', {
        apis: { Hooks: hooks.api, Receiver: receiver.api.api },
        rateLimit: settings.WAF_RATE_LIMIT,
        uncountedPaths: callbackRoutes.map(({ path }) => path),
      });
    }
    new Monitoring(this, 'Monitoring', {
      api: hooks.api,
      tables,
      alarms,
      delivery: delivery.queues,
      spool: callbacks.spool,
      channels: callbacks.channelQueues,
      worker: delivery.worker,
      functions: {
        authorizer: ingest.authorizer,
        'ingest-api': ingest.handler,
        worker: delivery.worker,
        'dlq-processor': delivery.dlqProcessor,
        'webhook-handler': callbacks.handler,
        'callback-spool': callbacks.spoolFunction,
        receiver: receiver.handler,
      },
    });

    const outputs = {
      HooksUrl: hooksUrl,
      ReceiverUrl: receiverUrl,
      TableTenantIdentity: tables.tenantIdentity.tableName,
      TableTenantWebhookConfig: tables.tenantWebhookConfig.tableName,
      TableEvents: tables.events.tableName,
      QueueDelivery: queue.queueUrl,
      QueueDeliveryDlq: deadLetters.queueUrl,
      FunctionAuthorizer: ingest.authorizer.function.functionName,
      FunctionIngestApi: ingest.handler.function.functionName,
      FunctionWorker: delivery.worker.function.functionName,
      FunctionDlqProcessor: delivery.dlqProcessor.function.functionName,
      FunctionReceiver: receiver.handler.function.functionName,
      FunctionWebhookHandler: callbacks.handler.function.functionName,
      FunctionCallbackSpool: callbacks.spoolFunction.function.functionName,
      QueueCallbackSpool: callbacks.spool.queue.queueUrl,
      QueueCallbackSpoolDlq: callbacks.spool.deadLetters.queueUrl,
      SecretReceiverOperatorToken: receiver.operatorToken.secretArn,
      SecretProviders: callbacks.secrets.secretArn,
      ...Object.fromEntries(
        Object.entries(callbacks.channelQueues).flatMap(([name, channel]) => [
          [`Queue${name}`, channel.queue.queueUrl],
          [`Queue${name}Dlq`, channel.deadLetters.queueUrl],
        ]),
      ),
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
