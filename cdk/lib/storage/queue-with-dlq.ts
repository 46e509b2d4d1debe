import { MAX_DELAY_SECONDS } from '@switchyard/core/deliveries';
import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { StackDefaults } from '../stack-defaults.ts';

/** Of a queue whose messages may be delayed for as long as SQS can: what is older than that is late. */
export const MAX_AGE_OF_DELAYED = Duration.seconds(MAX_DELAY_SECONDS).plus(Duration.minutes(5));

export type QueueWithDlqProps = {
  readonly visibilityTimeout: Duration;
  readonly maxReceiveCount: number;
  /** Age of the oldest message from which on there is an alarm. */
  readonly maxAge: Duration;
  /** What it holds, as an alarm's description begins: `Deliveries`. */
  readonly content: string;
  /** Those of a queue of the same messages; absent: it has its own. */
  readonly deadLetters?: Queue;
  readonly defaults: StackDefaults;
};

/**
 * A queue cannot be made without its dead-letter queue, nor either without its alarm. Both keep messages as long as SQS
 * can: 14 days from when they were first sent.
 */
export class QueueWithDlq extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly visibilityTimeout: Duration;

  constructor(scope: Construct, id: string, props: QueueWithDlqProps) {
    super(scope, id);
    const { removalPolicy, encryptionKey, alarms } = props.defaults;
    this.visibilityTimeout = props.visibilityTimeout;
    const common = {
      retentionPeriod: Duration.days(14),
      ...(encryptionKey === undefined
        ? { encryption: QueueEncryption.SQS_MANAGED }
        : { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey.key }),
      enforceSSL: true,
      // Some messages are stored nowhere else.
      removalPolicy,
    };
    this.deadLetters = props.deadLetters ?? new Queue(this, 'DeadLetters', common);
    this.queue = new Queue(this, 'Queue', {
      ...common,
      visibilityTimeout: props.visibilityTimeout,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.maxReceiveCount },
    });
    if (props.deadLetters === undefined) {
      alarms.add(this, 'DeadLetterAlarm', {
        metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({
          period: Duration.minutes(1),
          statistic: 'Maximum',
        }),
        threshold: 1,
        meaning: `${props.content} were given up and wait in the dead-letter queue; nothing else takes them out.`,
        runbook: 'dead-letters',
      });
    }
    alarms.add(this, 'AgeAlarm', {
      metric: this.queue.metricApproximateAgeOfOldestMessage({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      threshold: props.maxAge.toSeconds(),
      periods: 5,
      meaning: `${props.content} have been waiting for ${props.maxAge.toMinutes()} minutes: they come in faster than they are taken, or are not taken at all.`,
      runbook: 'queue-age',
    });
  }
}
