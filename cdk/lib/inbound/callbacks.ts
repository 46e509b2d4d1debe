import { CALLBACKS, PROVIDER_LABELS } from '@switchyard/core/providers';
import { EVENTS_LIST_INDEX } from '@switchyard/core/tables';
import { configSchema, type Environment, TIMEOUT_SECONDS } from '@switchyard/webhook-handler/config';
import { callbackPaths, routes } from '@switchyard/webhook-handler/routes';
import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { corsOrigins } from '../api/cors.ts';
import type { HttpFunctionApi } from '../api/rest-api.ts';
import { NodeFunction } from '../functions/node-function.ts';
import { addServerErrorAlarm, countServerErrors } from '../monitoring/api-alarms.ts';
import { metricsNamespace } from '../monitoring/metrics.ts';
import { ACCEPTING_ROUTE } from '../outbound/ingest-api.ts';
import { settingsFor } from '../settings/function-environment.ts';
import type { Settings } from '../settings/settings.ts';
import type { StackDefaults } from '../stack-defaults.ts';
import { QueueWithDlq } from '../storage/queue-with-dlq.ts';
import type { Tables } from '../storage/tables.ts';
import { type ChannelQueues, channelQueueUrls, createChannelQueues } from './channel-queues.ts';
import { createProviderSecrets } from './provider-secrets.ts';

/** At one receive every 3 minutes a spooled callback outlives an outage of ten hours before it is a dead letter. */
const SPOOL_VISIBILITY = Duration.minutes(3);
const SPOOL_MAX_RECEIVES = 200;
/** A second try comes after three minutes; what still waits after ten has failed several times. */
const SPOOL_MAX_AGE = Duration.minutes(10);

/**
 * These answer 503 to an unproven mail on purpose, so that it is sent again; lost callbacks have another alarm. And the
 * health check, which anybody can ask until he is throttled.
 */
const DELIBERATE_ERRORS = routes.filter(({ path }) => {
  const route = callbackPaths[path];
  return route === undefined || CALLBACKS[route].refusalStatus === 503;
});

export type CallbacksProps = {
  readonly settings: Settings;
  readonly tables: Tables;
  readonly deliveryQueue: Queue;
  readonly api: HttpFunctionApi;
  /** The URL that is configured at the providers, without a trailing slash. */
  readonly baseUrl: string;
  readonly defaults: StackDefaults;
};

/** Provider callbacks: the function behind the hooks API, the queues for what people wrote, and the spool. */
export class Callbacks extends Construct {
  readonly channelQueues: ChannelQueues;
  readonly spool: QueueWithDlq;
  readonly secrets: Secret;
  readonly handler: NodeFunction<Environment>;
  readonly spoolFunction: NodeFunction<Environment>;
  /** Of the whole hooks API. */
  readonly serverErrors: Metric;

  constructor(scope: Construct, id: string, props: CallbacksProps) {
    super(scope, id);
    const { settings, tables, deliveryQueue, defaults } = props;
    this.secrets = createProviderSecrets(this, defaults);
    this.channelQueues = createChannelQueues(this, defaults);
    this.spool = new QueueWithDlq(this, 'Spool', {
      visibilityTimeout: SPOOL_VISIBILITY,
      maxReceiveCount: SPOOL_MAX_RECEIVES,
      maxAge: SPOOL_MAX_AGE,
      content: 'Callbacks that could not be recorded',
      defaults,
    });

    const environment: Environment = {
      EVENTS_TABLE: tables.events.tableName,
      TENANT_WEBHOOK_CONFIG_TABLE: tables.tenantWebhookConfig.tableName,
      DELIVERY_QUEUE_URL: deliveryQueue.queueUrl,
      ...channelQueueUrls(this.channelQueues),
      CALLBACK_SPOOL_QUEUE_URL: this.spool.queue.queueUrl,
      PROVIDER_SECRETS_ARN: this.secrets.secretArn,
      CALLBACK_BASE_URL: props.baseUrl,
      METRICS_NAMESPACE: metricsNamespace(this),
      ...settingsFor(configSchema, settings),
      CORS_ORIGINS: corsOrigins(settings, defaults).join(),
    };
    const common = {
      defaults,
      packageName: 'webhook-handler',
      environment,
      timeout: Duration.seconds(TIMEOUT_SECONDS),
      memorySize: 512,
    };
    this.handler = new NodeFunction(this, 'Handler', {
      ...common,
      description: `Takes the callbacks of ${PROVIDER_LABELS}`,
      provisionedConcurrency: settings.PROVISIONED_CONCURRENCY,
    });
    // What /webhooks/health?deep=1 asks.
    this.handler.allow(['dynamodb:DescribeTable'], [tables.events.tableArn]);
    this.handler.allow(
      ['sqs:GetQueueAttributes'],
      [...Object.values(this.channelQueues), this.spool].map(({ queue }) => queue.queueArn),
    );

    this.spoolFunction = new NodeFunction(this, 'SpoolHandler', {
      ...common,
      description: 'Processes callbacks that were not done when they came, and releases quarantined ones',
      exportName: 'spool',
      // What is left of a callback gets less each time, and is looked for again for two minutes only.
      resendsToOwnQueue: true,
    });
    this.spoolFunction.allow(['dynamodb:DeleteItem'], [tables.events.tableArn]);
    this.spoolFunction.consume('Callbacks', this.spool, { batchSize: 5, maxConcurrency: 5 });

    for (const each of [this.handler, this.spoolFunction]) this.#allowProcessing(each, props);
    props.api.addRoutes(this.handler.target, routes);
    props.api.addCorsPreflights(routes);
    this.serverErrors = countServerErrors(this, props.api, settings.ACCESS_LOG_FORMAT, DELIBERATE_ERRORS, [
      ACCEPTING_ROUTE,
    ]);
    addServerErrorAlarm(this, defaults.alarms, this.serverErrors);
  }

  /** What processing a callback needs, from HTTP or from the spool. */
  #allowProcessing(each: NodeFunction<Environment>, { tables, deliveryQueue }: CallbacksProps): void {
    const { events, tenantWebhookConfig } = tables;
    each.allow(
      [
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:Query',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
      ],
      [events.tableArn],
    );
    each.allow(['dynamodb:Query'], [`${events.tableArn}/index/${EVENTS_LIST_INDEX}`]);
    each.allow(['dynamodb:Query'], [tenantWebhookConfig.tableArn]);
    each.allow(
      ['sqs:SendMessage'],
      // What is left of a callback that reports many things goes through the spool, from there as well.
      [...Object.values(this.channelQueues), this.spool]
        .map(({ queue }) => queue.queueArn)
        .concat(deliveryQueue.queueArn),
    );
    each.allow(['secretsmanager:GetSecretValue'], [this.secrets.secretArn]);
  }
}
