import { CONTROL_MESSAGE } from '@switchyard/core/deliveries';
import { EVENTS_ATTENTION_INDEX, EVENTS_LIST_INDEX } from '@switchyard/core/tables';
import {
  type Environment as DlqProcessorEnvironment,
  configSchema as dlqProcessorConfig,
} from '@switchyard/dlq-processor/config';
import {
  BATCH_SIZE,
  TIMEOUT_SECONDS as WORKER_TIMEOUT_SECONDS,
  type Environment as WorkerEnvironment,
  configSchema as workerConfig,
} from '@switchyard/worker/config';
import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { NodeFunction } from '../functions/node-function.ts';
import { metricsNamespace } from '../monitoring/metrics.ts';
import { settingsFor } from '../settings/function-environment.ts';
import { CONTROL_CONCURRENCY } from '../settings/reserved-concurrency.ts';
import type { Settings } from '../settings/settings.ts';
import type { StackDefaults } from '../stack-defaults.ts';
import { MAX_AGE_OF_DELAYED, QueueWithDlq } from '../storage/queue-with-dlq.ts';
import type { Tables } from '../storage/tables.ts';
import type { ClientCertificates } from './client-certificates.ts';

/** Lambda hides a record from other readers this long; AWS advises six times the function's timeout. */
const VISIBILITY = Duration.seconds(3 * WORKER_TIMEOUT_SECONDS);
/**
 * A message outlives a day in which Lambda throttles the worker or the tables do not answer: each of that uses up a
 * receive, though nothing was tried. What crashes the worker ends long before, by the worker's own count.
 */
const MAX_RECEIVES = Duration.days(1).toSeconds() / VISIBILITY.toSeconds();
/** Requests that wait for an answer cost memory, not time. */
const SLOW_BATCH_SIZE = 50;

export type DeliveryProps = {
  readonly settings: Settings;
  readonly tables: Tables;
  readonly certificates: ClientCertificates | undefined;
  readonly defaults: StackDefaults;
};

/** Deliveries: their queues, the workers that take from them, and the function by which operators requeue dead letters. */
export class Delivery extends Construct {
  readonly queues: QueueWithDlq;
  /** Attempts at slow endpoints, beside all others. */
  readonly slow: QueueWithDlq;
  /** What is to be done about endpoints: probes and drains; and steps of replays. */
  readonly control: QueueWithDlq;
  /** What operators hear of tenants' endpoints; whoever wants it subscribes, and may filter by type and tenant. */
  readonly endpointEvents: Topic;
  readonly worker: NodeFunction<WorkerEnvironment>;
  /** Of the slow lane: the same bundle, so that what hangs takes no environment of the others. */
  readonly slowWorker: NodeFunction<WorkerEnvironment>;
  readonly dlqProcessor: NodeFunction<DlqProcessorEnvironment>;

  constructor(scope: Construct, id: string, props: DeliveryProps) {
    super(scope, id);
    const { settings, tables, certificates, defaults } = props;
    this.queues = new QueueWithDlq(this, 'Queue', {
      visibilityTimeout: VISIBILITY,
      maxReceiveCount: MAX_RECEIVES,
      // A retry waits in the queue, delayed.
      maxAge: MAX_AGE_OF_DELAYED,
      content: 'Deliveries',
      defaults,
    });
    const { queue, deadLetters } = this.queues;
    this.slow = new QueueWithDlq(this, 'Slow', {
      visibilityTimeout: VISIBILITY,
      maxReceiveCount: MAX_RECEIVES,
      maxAge: MAX_AGE_OF_DELAYED,
      content: 'Deliveries to slow endpoints',
      deadLetters,
      defaults,
    });
    this.control = new QueueWithDlq(this, 'Control', {
      visibilityTimeout: VISIBILITY,
      maxReceiveCount: MAX_RECEIVES,
      // A probe waits in the queue, delayed.
      maxAge: MAX_AGE_OF_DELAYED,
      content: 'Probes and drains of endpoints, and replays',
      defaults,
    });

    const { encryptionKey } = defaults;
    this.endpointEvents = new Topic(this, 'EndpointEvents', {
      enforceSSL: true,
      ...(encryptionKey === undefined ? {} : { masterKey: encryptionKey.key }),
    });
    const shared = {
      defaults,
      packageName: 'worker',
      resendsToOwnQueue: true,
      timeout: Duration.seconds(WORKER_TIMEOUT_SECONDS),
      memorySize: 512,
      environment: {
        EVENTS_TABLE: tables.events.tableName,
        TENANT_WEBHOOK_CONFIG_TABLE: tables.tenantWebhookConfig.tableName,
        DELIVERY_QUEUE_URL: queue.queueUrl,
        DELIVERY_DLQ_URL: deadLetters.queueUrl,
        SLOW_QUEUE_URL: this.slow.queue.queueUrl,
        CONTROL_QUEUE_URL: this.control.queue.queueUrl,
        ENDPOINT_EVENTS_TOPIC_ARN: this.endpointEvents.topicArn,
        METRICS_NAMESPACE: metricsNamespace(this),
        ...settingsFor(workerConfig, settings),
        ...certificates?.readerEnvironment,
      } satisfies WorkerEnvironment,
    } as const;
    this.worker = new NodeFunction(this, 'Worker', {
      ...shared,
      description: 'Signs and delivers events, and decides what a failed delivery comes to',
    });
    this.slowWorker = new NodeFunction(this, 'SlowWorker', {
      ...shared,
      description: 'Delivers to slow endpoints, in environments that nobody else waits for',
      exportName: 'slow',
    });
    // Its share is a part of the worker's, which is to be smaller before.
    this.slowWorker.function.node.addDependency(this.worker.function);
    for (const each of [this.worker, this.slowWorker]) this.#allowDelivering(each, tables);
    certificates?.allow(this.worker, ['GetSecretValue', 'DeleteSecret']);
    certificates?.allow(this.slowWorker, ['GetSecretValue']);
    this.worker.allow(['dynamodb:Query'], [heldIndexOf(tables), listIndexOf(tables)]);
    this.worker.allow(['dynamodb:Scan'], [heldIndexOf(tables)]);
    this.worker.allow(['dynamodb:Query'], [tables.tenantWebhookConfig.tableArn]);
    this.worker.allow(['sns:Publish'], [this.endpointEvents.topicArn]);
    this.worker.allow(['sqs:SendMessage'], [this.slow.queue.queueArn]);
    this.worker.consume('Deliveries', this.queues, {
      batchSize: BATCH_SIZE,
      maxConcurrency: settings.WORKER_MAX_CONCURRENCY,
    });
    this.slowWorker.consume('Deliveries', this.slow, {
      batchSize: SLOW_BATCH_SIZE,
      batchingWindow: Duration.seconds(1),
      maxConcurrency: settings.SLOW_LANE_CONCURRENCY,
    });
    this.worker.consume('Control', this.control, {
      batchSize: BATCH_SIZE,
      maxConcurrency: CONTROL_CONCURRENCY,
    });

    this.#expireHeld(defaults);
    this.dlqProcessor = this.#createDlqProcessor(props);
  }

  /** What an attempt needs, in either lane. */
  #allowDelivering(worker: NodeFunction<WorkerEnvironment>, tables: Tables): void {
    worker.allow(
      [
        'dynamodb:BatchGetItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      [tables.events.tableArn],
    );
    worker.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [tables.tenantWebhookConfig.tableArn]);
    const { queue, deadLetters } = this.queues;
    worker.allow(
      ['sqs:SendMessage'],
      [queue, deadLetters, this.control.queue].map(({ queueArn }) => queueArn),
    );
  }

  /** Once an hour somebody looks for what is held too long: an endpoint that is paused has no message that would. */
  #expireHeld({ alarms }: StackDefaults): void {
    const message = { schema: CONTROL_MESSAGE, kind: 'expire_held' };
    const rule = new Rule(this, 'ExpireHeld', {
      description: 'Looks for deliveries that are held too long',
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [
        new LambdaFunction(this.worker.function, {
          // As the control queue hands it over.
          event: RuleTargetInput.fromObject({
            Records: [{ messageId: message.kind, body: JSON.stringify(message) }],
          }),
        }),
      ],
    });
    alarms.add(this, 'ExpireHeldAlarm', {
      metric: new Metric({
        namespace: 'AWS/Events',
        metricName: 'FailedInvocations',
        dimensionsMap: { RuleName: rule.ruleName },
        statistic: Stats.SUM,
        period: Duration.hours(1),
      }),
      threshold: 1,
      meaning:
        'Nobody looks for deliveries that are held too long: after some days they would expire without a dead letter.',
      runbook: 'held-deliveries',
    });
  }

  #createDlqProcessor({ settings, tables, defaults }: DeliveryProps): NodeFunction<DlqProcessorEnvironment> {
    const { queue, deadLetters } = this.queues;
    const processor = new NodeFunction(this, 'DlqProcessor', {
      defaults,
      description: 'Peeks at, requeues and purges dead letters, runs replays: aws lambda invoke',
      packageName: 'dlq-processor',
      // The only fixed name, because people invoke the function by name. A second stage needs another PREFIX for it.
      functionName: `${settings.PREFIX}-dlq-processor`,
      timeout: Duration.seconds(300),
      memorySize: 256,
      environment: {
        EVENTS_TABLE: tables.events.tableName,
        TENANT_WEBHOOK_CONFIG_TABLE: tables.tenantWebhookConfig.tableName,
        DELIVERY_QUEUE_URL: queue.queueUrl,
        DELIVERY_DLQ_URL: deadLetters.queueUrl,
        CONTROL_QUEUE_URL: this.control.queue.queueUrl,
        METRICS_NAMESPACE: metricsNamespace(this),
        ...settingsFor(dlqProcessorConfig, settings),
      } satisfies DlqProcessorEnvironment,
    });
    processor.allow(
      [
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      [tables.events.tableArn],
    );
    processor.allow(['dynamodb:Query'], [heldIndexOf(tables), listIndexOf(tables)]);
    processor.allow(['dynamodb:Scan'], [heldIndexOf(tables)]);
    processor.allow(
      ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'],
      [tables.tenantWebhookConfig.tableArn],
    );
    processor.allow(['sqs:SendMessage'], [queue.queueArn, this.control.queue.queueArn]);
    processor.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
      [deadLetters.queueArn],
    );
    return processor;
  }
}

const listIndexOf = ({ events }: Tables): string => `${events.tableArn}/index/${EVENTS_LIST_INDEX}`;
const heldIndexOf = ({ events }: Tables): string => `${events.tableArn}/index/${EVENTS_ATTENTION_INDEX}`;
