import { channelSchema } from '@switchyard/core/channels';
import { METRIC_DIMENSIONS } from '@switchyard/core/metrics';
import { Duration } from 'aws-cdk-lib';
import type { IWidget, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { QueueWithDlq } from '../storage/queue-with-dlq.ts';
import { graph, heading } from './graph.ts';
import { byDimension, callbacksWith, ownMetric, share } from './metrics.ts';

const PERIOD = Duration.minutes(5);

export type CallbackGraphsProps = {
  readonly spool: QueueWithDlq;
  /** Those of the channels, by name. */
  readonly channels: Readonly<Record<string, QueueWithDlq>>;
};

type Report = (typeof METRIC_DIMENSIONS.report)[number];
type Channel = (typeof METRIC_DIMENSIONS.channel)[number];

/** Who calls and what for, what became of our messages, whom nobody knows, and what waits for the consumers. */
export const callbackGraphs = (scope: Construct, props: CallbackGraphsProps): IWidget[][] => [
  heading('What comes in?'),
  traffic(scope, props),
  outcomes(scope),
  waiting(props),
];

function traffic(scope: Construct, { spool }: CallbackGraphsProps): IWidget[] {
  // The refused ones are in the graph beside it, by step.
  const results = METRIC_DIMENSIONS.result.filter((result) => result !== 'refused');
  return [
    graph(
      'Callbacks by result',
      results.map((result) => callbacksWith(scope, result)),
    ),
    graph('Not proven genuine, by step', byDimension(scope, 'VerificationFailures')),
    graph('Spool and routing', [
      ownMetric(scope, 'CallbacksSpooled'),
      ownMetric(scope, 'RoutingFailures'),
      spool.queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, label: 'spool' }),
    ]),
  ];
}

function outcomes(scope: Construct): IWidget[] {
  const reports = (channel: Channel, report: Report): Metric =>
    ownMetric(scope, 'ReportsRecorded', { label: `${channel} ${report}`, dimensions: { channel, report } });
  const mail = {
    delivered: reports('email', 'delivered'),
    opened: reports('email', 'opened'),
    clicked: reports('email', 'clicked'),
  };
  const sms = { delivered: reports('sms', 'delivered'), failed: reports('sms', 'failed') };
  return [
    graph('Messages by channel', byDimension(scope, 'MessagesReceived'), [
      ownMetric(scope, 'UnknownSenders'),
    ]),
    graph(
      'Reports by channel; rates in %',
      channelSchema.options.flatMap((channel) =>
        METRIC_DIMENSIONS.report.map((report) => reports(channel, report)),
      ),
      [
        share('SMS delivered', sms.delivered, [sms.delivered, sms.failed]),
        share('mail opened', mail.opened, [mail.delivered]),
        share('mail clicked', mail.clicked, [mail.delivered]),
      ],
    ),
    graph('Fallbacks, and why none', [
      ownMetric(scope, 'FallbacksSent'),
      ...byDimension(scope, 'FallbacksSuppressed'),
    ]),
  ];
}

function waiting({ channels }: CallbackGraphsProps): IWidget[] {
  const all = Object.entries(channels);
  return [
    graph(
      'Waiting to be answered, or for a person',
      all.map(([label, { queue }]) =>
        queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, label }),
      ),
    ),
    graph(
      'Oldest of them: s',
      all.map(([label, { queue }]) => queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, label })),
    ),
    graph(
      'Given up by their consumers',
      all.map(([label, { deadLetters }]) =>
        deadLetters.metricApproximateNumberOfMessagesVisible({ period: PERIOD, label }),
      ),
    ),
  ];
}
