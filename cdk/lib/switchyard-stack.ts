import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { Callbacks } from './callbacks.ts';
import { CustomDomain } from './custom-domain.ts';
import { Delivery } from './delivery.ts';
import { IngestApi } from './ingest-api.ts';
import { isProduction } from './production-rules.ts';
import { ReceiverApi } from './receiver-api.ts';
import { HttpFunctionApi } from './rest-api.ts';
import type { Settings } from './settings.ts';
import { Tables } from './tables.ts';

export type SwitchyardStackProps = StackProps & { readonly settings: Settings };

/** The one stack. Its outputs are how the CLI and the local stack find things: by these names, never by others. */
export class SwitchyardStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: SwitchyardStackProps) {
    super(scope, id, props);
    const functionDefaults = {
      isProduction: isProduction(settings),
      logRetention: settings.LOG_RETENTION_DAYS,
    };

    const tables = new Tables(this, 'Tables', { isProduction: functionDefaults.isProduction });
    const delivery = new Delivery(this, 'Delivery', { settings, tables, functionDefaults });
    const { queue, deadLetters } = delivery.queues;
    const hooks = new HttpFunctionApi(this, 'Hooks', {
      label: 'hooks',
      description: 'Tenants send events; providers call back',
      stageName: settings.STAGE,
    });
    const receiver = new ReceiverApi(this, 'ReceiverApi', { settings, tables, functionDefaults });

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

    const common = { settings, tables, deliveryQueue: queue, api: hooks, functionDefaults };
    const ingest = new IngestApi(this, 'IngestApi', common);
    const callbacks = new Callbacks(this, 'Callbacks', { ...common, baseUrl: hooksUrl });

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
