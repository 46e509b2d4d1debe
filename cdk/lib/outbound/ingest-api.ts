import {
  type Environment as AuthorizerEnvironment,
  configSchema as authorizerConfig,
} from '@switchyard/authorizer/config';
import { ACCEPT_LEASE_MS } from '@switchyard/core/accept-event';
import { EVENTS_ATTENTION_INDEX, EVENTS_LIST_INDEX } from '@switchyard/core/tables';
import {
  AUTHORIZATION_PATTERN,
  AUTHORIZER_CACHE_SECONDS,
  IDENTITY_TENANT_INDEX,
  parsePlans,
} from '@switchyard/core/tenants';
import { KEY_USE_ATTRIBUTES } from '@switchyard/core/tenants/key-use';
import { portalRoutesText } from '@switchyard/core/tenants/portal-routes';
import {
  type Environment as IngestApiEnvironment,
  configSchema as ingestApiConfig,
} from '@switchyard/ingest-api/config';
import { routes } from '@switchyard/ingest-api/routes';
import { Duration } from 'aws-cdk-lib';
import { TokenAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { corsOrigins } from '../api/cors.ts';
import type { HttpFunctionApi } from '../api/rest-api.ts';
import { documentationOf } from '../functions/documentation-files.ts';
import { NodeFunction } from '../functions/node-function.ts';
import { addLatencyAlarm } from '../monitoring/api-alarms.ts';
import { metricsNamespace } from '../monitoring/metrics.ts';
import { settingsFor } from '../settings/function-environment.ts';
import type { Settings } from '../settings/settings.ts';
import type { StackDefaults } from '../stack-defaults.ts';
import type { Tables } from '../storage/tables.ts';
import type { ClientCertificates } from './client-certificates.ts';
import { defaultUsageKey, UsagePlans } from './usage-plans.ts';

/** The route by which tenants send events. */
export const ACCEPTING_ROUTE = { method: 'POST', path: '/v1/events' } as const;

const isAccepting = ({ method, path }: { readonly method: string; readonly path: string }): boolean =>
  method === ACCEPTING_ROUTE.method && path === ACCEPTING_ROUTE.path;

export type IngestApiProps = {
  readonly settings: Settings;
  readonly tables: Tables;
  readonly deliveryQueue: Queue;
  readonly controlQueue: Queue;
  readonly api: HttpFunctionApi;
  readonly certificates: ClientCertificates | undefined;
  /** The API's address, as people are given it. */
  readonly publicUrl: string;
  readonly defaults: StackDefaults;
};

/** The tenants' part of the hooks API: the authorizer before it and the function behind it. */
export class IngestApi extends Construct {
  readonly authorizer: NodeFunction<AuthorizerEnvironment>;
  readonly handler: NodeFunction<IngestApiEnvironment>;
  readonly usagePlans: UsagePlans;

  constructor(scope: Construct, id: string, props: IngestApiProps) {
    super(scope, id);
    const { settings, tables, deliveryQueue, controlQueue, certificates, defaults } = props;
    this.authorizer = new NodeFunction(this, 'Authorizer', {
      defaults,
      description: 'Bearer token to tenant',
      packageName: 'authorizer',
      provisionedConcurrency: settings.PROVISIONED_CONCURRENCY,
      errorsAreAnswers:
        'API Gateway wants a thrown error for a 401; when the authorizer itself fails, the API answers 5XX.',
      timeout: Duration.seconds(10),
      memorySize: 256,
      environment: {
        TENANT_IDENTITY_TABLE: tables.tenantIdentity.tableName,
        DEFAULT_USAGE_KEY: defaultUsageKey(),
        PORTAL_ROUTES: portalRoutesText(routes.filter((route) => route.access === 'tenant')),
        ...settingsFor(authorizerConfig, settings),
      } satisfies AuthorizerEnvironment,
    });
    this.authorizer.allow(['dynamodb:GetItem'], [tables.tenantIdentity.tableArn]);
    // The day of a key's last use, and nothing by which it is decided who may come in.
    this.authorizer.allow(['dynamodb:UpdateItem'], [tables.tenantIdentity.tableArn], {
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': KEY_USE_ATTRIBUTES },
    });

    this.handler = new NodeFunction(this, 'Handler', {
      defaults,
      description:
        'Accepts events from tenants, tells what became of them, and lets tenants run their endpoints',
      packageName: 'ingest-api',
      files: documentationOf({ api: 'ingest-api', redoc: true }),
      pages: 'portal',
      provisionedConcurrency: settings.PROVISIONED_CONCURRENCY,
      // Not longer than the lease of an event: a repeated request would then accept the event as well.
      timeout: Duration.millis(ACCEPT_LEASE_MS),
      memorySize: 512,
      environment: {
        EVENTS_TABLE: tables.events.tableName,
        TENANT_IDENTITY_TABLE: tables.tenantIdentity.tableName,
        PUBLIC_URL: props.publicUrl,
        TENANT_WEBHOOK_CONFIG_TABLE: tables.tenantWebhookConfig.tableName,
        DELIVERY_QUEUE_URL: deliveryQueue.queueUrl,
        CONTROL_QUEUE_URL: controlQueue.queueUrl,
        METRICS_NAMESPACE: metricsNamespace(this),
        ...settingsFor(ingestApiConfig, settings),
        ...certificates?.writerEnvironment,
        CORS_ORIGINS: corsOrigins(settings, defaults).join(),
      } satisfies IngestApiEnvironment,
    });
    this.#allowHandler(props);
    certificates?.allow(this.handler, ['CreateSecret']);

    const plans = parsePlans(settings.PLANS);
    this.usagePlans = new UsagePlans(this, 'UsagePlans', { api: props.api.api, plans });
    const authorizer = new TokenAuthorizer(this, 'TokenAuthorizer', {
      handler: this.authorizer.target,
      resultsCacheTtl: Duration.seconds(AUTHORIZER_CACHE_SECONDS),
      validationRegex: AUTHORIZATION_PATTERN,
    });
    props.api.addRoutes(
      this.handler.target,
      routes.map(({ method, path, access }) => ({
        method,
        path,
        ...(access === 'tenant' ? { authorizer } : {}),
        isCounted: plans.length > 0 && isAccepting({ method, path }),
      })),
    );
    props.api.addCorsPreflights(routes);
    addLatencyAlarm(this, defaults.alarms, props.api.api, ACCEPTING_ROUTE);
  }

  #allowHandler({ tables, deliveryQueue, controlQueue }: IngestApiProps): void {
    const { events, tenantIdentity, tenantWebhookConfig } = tables;
    this.handler.allow(
      [
        'dynamodb:GetItem',
        'dynamodb:BatchGetItem',
        'dynamodb:Query',
        'dynamodb:PutItem',
        'dynamodb:BatchWriteItem',
        'dynamodb:UpdateItem',
        'dynamodb:DeleteItem',
      ],
      [events.tableArn],
    );
    this.handler.allow(
      ['dynamodb:Query'],
      [EVENTS_LIST_INDEX, EVENTS_ATTENTION_INDEX].map((index) => `${events.tableArn}/index/${index}`),
    );
    this.handler.allow(
      [
        'dynamodb:Query',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
        'dynamodb:DeleteItem',
      ],
      [tenantWebhookConfig.tableArn],
    );
    this.handler.allow(
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      [tenantIdentity.tableArn],
    );
    this.handler.allow(['dynamodb:Query'], [`${tenantIdentity.tableArn}/index/${IDENTITY_TENANT_INDEX}`]);
    this.handler.allow(['sqs:SendMessage'], [deliveryQueue.queueArn, controlQueue.queueArn]);
  }
}
