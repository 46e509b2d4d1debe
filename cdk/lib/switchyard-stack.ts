import { CALLBACKS } from '@switchyard/core/providers';
import { callbackPaths, routes as callbackRoutes, HEALTH_ROUTE } from '@switchyard/webhook-handler/routes';
import { CfnOutput, Fn, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { ApiKeySourceType } from 'aws-cdk-lib/aws-apigateway';
import { SystemLogLevel } from 'aws-cdk-lib/aws-lambda';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { ApiGatewayLogRole } from './api/api-gateway-log-role.ts';
import { CustomDomain } from './api/custom-domain.ts';
import { HttpFunctionApi } from './api/rest-api.ts';
import { sourceRangesPolicy } from './api/source-ranges-policy.ts';
import { WebAcl } from './api/web-acl.ts';
import { Callbacks } from './inbound/callbacks.ts';
import { Alarms } from './monitoring/alarms.ts';
import { Monitoring } from './monitoring/monitoring.ts';
import { clientCertificates } from './outbound/client-certificates.ts';
import { Delivery } from './outbound/delivery.ts';
import { ACCEPTING_ROUTE, IngestApi } from './outbound/ingest-api.ts';
import { ReceiverApi } from './outbound/receiver-api.ts';
import { reservations } from './settings/reserved-concurrency.ts';
import type { Settings } from './settings/settings.ts';
import { isProduction, isProtected } from './settings/stage.ts';
import type { StackDefaults } from './stack-defaults.ts';
import { stackOutputs } from './stack-outputs.ts';
import { EncryptionKey } from './storage/encryption-key.ts';
import { Tables } from './storage/tables.ts';

/** For monitors; anybody may ask, and the deep check asks everything behind it. */
const HEALTH_THROTTLE = { rate: 10, burst: 20 };

/** The paths that Twilio calls. */
const TWILIO_PATHS = Object.entries(callbackPaths)
  .filter(([, route]) => CALLBACKS[route].provider === 'twilio')
  .map(([path]) => path);

/** Of a URL that may hold references. */
const hostOf = (url: string): string => Fn.select(2, Fn.split('/', url));

export type SwitchyardStackProps = StackProps & { readonly settings: Settings };

/** The one stack: makes the parts and passes to each the others that it needs. */
export class SwitchyardStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: SwitchyardStackProps) {
    super(scope, id, props);
    const defaults = this.#createDefaults(settings);
    const tables = new Tables(this, 'Tables', defaults);
    const certificates = clientCertificates(this, settings, defaults.encryptionKey);
    const delivery = new Delivery(this, 'Delivery', { settings, tables, certificates, defaults });
    const hooks = this.#createHooksApi(settings, defaults);
    const receiver = new ReceiverApi(this, 'ReceiverApi', { settings, tables, defaults });
    if (settings.API_GATEWAY_LOG_ROLE) {
      const logRole = new ApiGatewayLogRole(this, 'ApiLogs');
      // API Gateway refuses a stage with logs while the account has no role for them.
      for (const { api } of [hooks, receiver.api]) api.deploymentStage.node.addDependency(logRole);
    }
    const urls = this.#createUrls(settings, hooks, receiver.api);

    const common = { settings, tables, deliveryQueue: delivery.queues.queue, api: hooks, defaults };
    const ingest = new IngestApi(this, 'IngestApi', {
      ...common,
      certificates,
      controlQueue: delivery.control.queue,
      publicUrl: urls.hooks,
    });
    const callbacks = new Callbacks(this, 'Callbacks', { ...common, baseUrl: urls.hooks });
    // Whoever reads events is updated before whoever stores them, perhaps in a form that it did not know.
    for (const { function: storing } of [ingest.handler, callbacks.handler, callbacks.spoolFunction])
      storing.node.addDependency(delivery.worker.function, delivery.slowWorker.function);
    if (settings.WAF) {
      new WebAcl(this, 'Firewall', {
        apis: { Hooks: hooks.api, Receiver: receiver.api.api },
        rateLimit: settings.WAF_RATE_LIMIT,
        callbacks: {
          hosts: [...new Set([hooks.url, urls.hooks])].map(hostOf),
          paths: Object.keys(callbackPaths),
          stage: settings.STAGE,
          rateLimit: settings.WAF_CALLBACK_RATE_LIMIT,
        },
      });
    }
    new Monitoring(this, 'Monitoring', {
      api: hooks.api,
      receiverApi: receiver.api.api,
      callbackAnomalyBand: settings.CALLBACK_ANOMALY_BAND,
      heldRetentionDays: settings.HELD_RETENTION_DAYS,
      serverErrors: callbacks.serverErrors,
      tables,
      alarms: defaults.alarms,
      delivery: delivery.queues,
      spool: callbacks.spool,
      channels: callbacks.channelQueues,
      functions: {
        authorizer: ingest.authorizer,
        'ingest-api': ingest.handler,
        worker: delivery.worker,
        'slow-worker': delivery.slowWorker,
        'dlq-processor': delivery.dlqProcessor,
        'webhook-handler': callbacks.handler,
        'callback-spool': callbacks.spoolFunction,
        receiver: receiver.handler,
      },
    });
    const { encryptionKey } = defaults;
    const outputs = stackOutputs({
      urls,
      tables,
      delivery,
      ingest,
      receiver,
      callbacks,
      encryptionKey,
      certificates,
      settings,
    });
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }

  #createDefaults(settings: Settings): StackDefaults {
    const production = isProduction(settings);
    // What a failed first deployment has made holds nothing yet, and would be in the way of the next.
    const removalPolicy = production ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
    const encryptionKey = settings.CUSTOMER_MANAGED_KEY ? new EncryptionKey(this, 'Encryption') : undefined;
    return {
      isProduction: production,
      isProtected: isProtected(settings),
      removalPolicy,
      logRetention: settings.LOG_RETENTION_DAYS,
      encryptionKey,
      alarms: new Alarms(this, 'Alarms', {
        email: settings.ALERT_EMAIL,
        alertWhenOk: settings.ALERT_WHEN_OK,
        runbookBaseUrl: settings.RUNBOOK_BASE_URL,
        encryptionKey: encryptionKey?.key,
      }),
      tracing: settings.XRAY_TRACING,
      systemLogLevel: SystemLogLevel[settings.SYSTEM_LOG_LEVEL],
      reservedConcurrency: reservations(settings),
    };
  }

  #createHooksApi(settings: Settings, defaults: StackDefaults): HttpFunctionApi {
    const callbackThrottle = {
      rate: settings.CALLBACK_THROTTLE_RATE,
      burst: settings.CALLBACK_THROTTLE_BURST,
    };
    return new HttpFunctionApi(this, 'Hooks', {
      label: 'hooks',
      description: 'Tenants send events; providers call back',
      apiKeySourceType: ApiKeySourceType.AUTHORIZER,
      settings,
      defaults,
      ownOptions: [
        { ...ACCEPTING_ROUTE, hasOwnMetrics: true },
        ...callbackRoutes.map((route) => ({
          ...route,
          throttle: route === HEALTH_ROUTE ? HEALTH_THROTTLE : callbackThrottle,
          // What is left open in a provider's path is a secret.
          hasSecretPath: route.path.includes('{'),
        })),
      ],
      policy: sourceRangesPolicy(
        settings.TWILIO_SOURCE_RANGES,
        callbackRoutes.filter(({ path }) => TWILIO_PATHS.includes(path)),
      ),
    });
  }

  /** The APIs' addresses: of their own where there is a hosted zone, else API Gateway's. */
  #createUrls(settings: Settings, hooks: HttpFunctionApi, receiver: HttpFunctionApi) {
    if (settings.HOSTED_ZONE_ID === '') return { hooks: hooks.url, receiver: receiver.url };
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: settings.HOSTED_ZONE_ID,
      zoneName: settings.HOSTED_ZONE_NAME,
    });
    return {
      hooks: new CustomDomain(this, 'HooksDomain', { api: hooks.api, zone, label: 'hooks' }).url,
      receiver: new CustomDomain(this, 'ReceiverDomain', { api: receiver.api, zone, label: 'receiver' }).url,
    };
  }
}
