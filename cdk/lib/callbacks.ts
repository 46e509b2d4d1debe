import { EVENTS_LIST_INDEX } from '@switchyard/core';
import type { Environment } from '@switchyard/webhook-handler/config';
import { routes } from '@switchyard/webhook-handler/routes';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionDefaults } from './function-defaults.ts';
import { NodeFunction } from './node-function.ts';
import { QueueWithDlq } from './queue-with-dlq.ts';
import type { HttpFunctionApi } from './rest-api.ts';
import type { Settings } from './settings.ts';
import type { Tables } from './tables.ts';

/**
 * Twilio waits 15 s in all; an answer after that reaches nobody. The spool's function has no longer either: a message
 * is leased for as long, and whoever outlived the lease would route it a second time.
 */
const TIMEOUT = Duration.seconds(15);
/** At one receive every 3 minutes a spooled callback outlives an outage of ten hours before it is a dead letter. */
const SPOOL_VISIBILITY = Duration.seconds(180);
const SPOOL_MAX_RECEIVES = 200;
/** For consumers, who may take up to a minute a message. */
const CHANNEL_VISIBILITY = Duration.seconds(180);
const CHANNEL_MAX_RECEIVES = 5;

const CHANNELS = ['Whatsapp', 'Sms', 'Email'] as const;
const KINDS = ['Replies', 'Handoff'] as const;
export type ChannelQueueName = `${(typeof CHANNELS)[number]}${(typeof KINDS)[number]}`;

export type CallbacksProps = {
  readonly settings: Settings;
  readonly tables: Tables;
  readonly deliveryQueue: Queue;
  readonly api: HttpFunctionApi;
  /** The URL that is typed into the providers, without a trailing slash. */
  readonly baseUrl: string;
  readonly functionDefaults: FunctionDefaults;
};

/** The way in: provider callbacks behind the hooks API, six queues for what people wrote, and the spool. */
export class Callbacks extends Construct {
  readonly channelQueues: Readonly<Record<ChannelQueueName, QueueWithDlq>>;
  readonly spool: QueueWithDlq;
  readonly secrets: Secret;
  readonly handler: NodeFunction<Environment>;
  readonly spoolFunction: NodeFunction<Environment>;

  constructor(scope: Construct, id: string, props: CallbacksProps) {
    super(scope, id);
    const { settings, tables, deliveryQueue, functionDefaults } = props;
    this.secrets = new Secret(this, 'ProviderSecrets', {
      description: 'Tokens and keys of Twilio, Resend and SendGrid, as JSON; the CLI writes it',
      // Valid and empty: until it is filled nothing can be verified, so everything is refused. Never to be changed:
      // CloudFormation would write a new value over what the operator has set.
      generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'placeholder' },
      removalPolicy: functionDefaults.isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.channelQueues = this.#createChannelQueues(functionDefaults.isProduction);
    this.spool = new QueueWithDlq(this, 'Spool', {
      visibilityTimeout: SPOOL_VISIBILITY,
      maxReceiveCount: SPOOL_MAX_RECEIVES,
      isProduction: functionDefaults.isProduction,
    });

    const url = (name: ChannelQueueName) => this.channelQueues[name].queue.queueUrl;
    const environment: Environment = {
      EVENTS_TABLE: tables.events.tableName,
      TENANT_WEBHOOK_CONFIG_TABLE: tables.tenantWebhookConfig.tableName,
      DELIVERY_QUEUE_URL: deliveryQueue.queueUrl,
      WHATSAPP_REPLIES_QUEUE_URL: url('WhatsappReplies'),
      WHATSAPP_HANDOFF_QUEUE_URL: url('WhatsappHandoff'),
      SMS_REPLIES_QUEUE_URL: url('SmsReplies'),
      SMS_HANDOFF_QUEUE_URL: url('SmsHandoff'),
      EMAIL_REPLIES_QUEUE_URL: url('EmailReplies'),
      EMAIL_HANDOFF_QUEUE_URL: url('EmailHandoff'),
      CALLBACK_SPOOL_QUEUE_URL: this.spool.queue.queueUrl,
      PROVIDER_SECRETS_ARN: this.secrets.secretArn,
      CALLBACK_BASE_URL: props.baseUrl,
      VERIFY_WEBHOOK_SIGNATURES: settings.VERIFY_WEBHOOK_SIGNATURES,
      LEGACY_TWILIO_STATUS_SIGNATURE: settings.LEGACY_TWILIO_STATUS_SIGNATURE,
      LEGACY_RESEND_SIGNATURE: settings.LEGACY_RESEND_SIGNATURE,
      MESSAGE_ID_MAPPING_STRATEGY: settings.MESSAGE_ID_MAPPING_STRATEGY,
      TIMESTAMP_MATCHING_WINDOW: String(settings.TIMESTAMP_MATCHING_WINDOW),
      REPLIES_DELAY_SECONDS: String(settings.REPLIES_DELAY_SECONDS),
      FALLBACK_MESSAGE: settings.FALLBACK_MESSAGE,
      FALLBACK_FROM_EMAIL: settings.FALLBACK_FROM_EMAIL,
      TWILIO_API_BASE_URL: settings.TWILIO_API_BASE_URL,
      RESEND_API_BASE_URL: settings.RESEND_API_BASE_URL,
      METRICS_NAMESPACE: `Switchyard/${Stack.of(this).stackName}`,
      LOG_LEVEL: settings.LOG_LEVEL,
    };
    const common = {
      ...functionDefaults,
      packageName: 'webhook-handler',
      environment,
      timeout: TIMEOUT,
      memorySize: 512,
    };
    this.handler = new NodeFunction(this, 'Handler', {
      ...common,
      description: 'Takes the callbacks of Twilio, Resend and SendGrid',
    });
    this.handler.allow(['sqs:SendMessage'], [this.spool.queue.queueArn]);
    // What /webhooks/health?deep=1 asks.
    this.handler.allow(['dynamodb:DescribeTable'], [tables.events.tableArn]);
    this.handler.allow(
      ['sqs:GetQueueAttributes'],
      [...Object.values(this.channelQueues), this.spool].map(({ queue }) => queue.queueArn),
    );

    this.spoolFunction = new NodeFunction(this, 'SpoolHandler', {
      ...common,
      description:
        'Processes callbacks that could not be recorded when they came, and releases quarantined ones',
      exportName: 'spool',
    });
    this.spoolFunction.allow(['dynamodb:DeleteItem'], [tables.events.tableArn]);
    this.spoolFunction.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      [this.spool.queue.queueArn],
    );
    this.spoolFunction.function.addEventSourceMapping('Callbacks', {
      eventSourceArn: this.spool.queue.queueArn,
      batchSize: 5,
      reportBatchItemFailures: true,
      maxConcurrency: 5,
    });

    for (const each of [this.handler, this.spoolFunction]) this.#allowProcessing(each, props);
    props.api.addRoutes(this.handler.function, routes);
    const paths = routes.filter(({ method }) => method === 'POST').map(({ path }) => path);
    props.api.addCorsPreflight(paths, ['POST']);
    props.api.addCorsPreflight(['/webhooks/health'], ['GET']);
  }

  /** What processing a callback needs, from HTTP or from the spool. */
  #allowProcessing(each: NodeFunction<Environment>, { tables, deliveryQueue }: CallbacksProps): void {
    const { events, tenantWebhookConfig } = tables;
    each.allow(
      [
        'dynamodb:GetItem',
        'dynamodb:BatchGetItem',
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
      [deliveryQueue.queueArn, ...Object.values(this.channelQueues).map(({ queue }) => queue.queueArn)],
    );
    each.allow(['secretsmanager:GetSecretValue'], [this.secrets.secretArn]);
  }

  #createChannelQueues(isProduction: boolean): Record<ChannelQueueName, QueueWithDlq> {
    const create = (name: ChannelQueueName) =>
      new QueueWithDlq(this, name, {
        visibilityTimeout: CHANNEL_VISIBILITY,
        maxReceiveCount: CHANNEL_MAX_RECEIVES,
        isProduction,
      });
    return {
      WhatsappReplies: create('WhatsappReplies'),
      WhatsappHandoff: create('WhatsappHandoff'),
      SmsReplies: create('SmsReplies'),
      SmsHandoff: create('SmsHandoff'),
      EmailReplies: create('EmailReplies'),
      EmailHandoff: create('EmailHandoff'),
    };
  }
}
