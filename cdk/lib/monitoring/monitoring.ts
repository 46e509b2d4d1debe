import { DAY_SECONDS } from '@switchyard/core/clock';
import { QUARANTINE_DAYS } from '@switchyard/core/quarantine';
import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { Dashboard, type DashboardProps } from './dashboard.ts';
import { allCallbacks, callbacksWith, ownMetric } from './metrics.ts';
import { SavedQueries } from './saved-queries.ts';

/** Scanners find every public URL: a few unproven callbacks in five minutes are normal. */
const UNPROVEN_TO_ALARM = 10;
/** One dead endpoint brings a dead letter now and then; this many in five minutes has a larger cause. */
const DEAD_LETTERS_TO_ALARM = 25;
/** An endpoint that is deployed holds some for a minute; this many in each of three times five minutes stay held. */
const HELD_TO_ALARM = 25;

/** Of the time that they are kept: what is left is enough to ask the endpoint's owner. */
const OLDEST_HELD_TO_ALARM = 0.8;

/** The last five minutes are not all counted yet, and one quiet quarter of an hour is not. */
const ANOMALY_PERIODS = 3;

export type MonitoringProps = DashboardProps & {
  /** In standard deviations; 0: there is no alarm on unusual traffic. */
  readonly callbackAnomalyBand: number;
  readonly heldRetentionDays: number;
};

/** Alarms on the metrics that the functions emit, the dashboard, and saved queries for the logs. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { alarms } = props;
    alarms.add(this, 'VerificationAlarm', {
      metric: ownMetric(this, 'VerificationFailures'),
      threshold: UNPROVEN_TO_ALARM,
      meaning: `Many callbacks are not proven genuine: a token was changed at the provider, the URL is not the one that it signs, or somebody is trying. They are kept for ${QUARANTINE_DAYS} days.`,
      runbook: 'verification-failures',
    });
    alarms.add(this, 'LostCallbackAlarm', {
      metric: callbacksWith(this, 'lost'),
      threshold: 1,
      meaning: 'A callback could be kept nowhere and was answered with 503; Twilio does not send it again.',
      runbook: 'routing-failures',
    });
    alarms.add(this, 'RoutingAlarm', {
      metric: ownMetric(this, 'RoutingFailures'),
      threshold: 1,
      periods: 2,
      meaning: 'What people write does not get into the queues from which it is answered.',
      runbook: 'routing-failures',
    });
    alarms.add(this, 'DeadLetterBurstAlarm', {
      metric: ownMetric(this, 'DeliveriesDeadLettered'),
      threshold: DEAD_LETTERS_TO_ALARM,
      meaning:
        'Many deliveries were given up at once: an endpoint, or our way out, has been down for the whole retry schedule.',
      runbook: 'dead-letters',
    });
    alarms.add(this, 'HeldAlarm', {
      metric: ownMetric(this, 'DeliveriesHeld'),
      threshold: HELD_TO_ALARM,
      periods: 3,
      meaning:
        'Deliveries wait for endpoints that are paused, disabled, failing or asked to wait. They go on by themselves unless an endpoint stays so.',
      runbook: 'held-deliveries',
    });
    alarms.add(this, 'HeldTooLongAlarm', {
      metric: ownMetric(this, 'DeliveriesDeadLettered', { dimensions: { reason: 'held_too_long' } }),
      threshold: 1,
      meaning:
        'Deliveries were held for as long as they may be, and are dead letters now: nobody put their endpoint back into service.',
      runbook: 'held-deliveries',
    });
    alarms.add(this, 'OldestHeldAlarm', {
      // It is measured once an hour: in less than two the alarm would end in between.
      metric: ownMetric(this, 'OldestHeldAge', { statistic: Stats.MAXIMUM }).with({
        period: Duration.hours(2),
      }),
      threshold: props.heldRetentionDays * DAY_SECONDS * OLDEST_HELD_TO_ALARM,
      meaning:
        'The oldest held delivery has waited for most of the time that it is kept; then it becomes a dead letter.',
      runbook: 'held-deliveries',
    });
    if (props.callbackAnomalyBand > 0) {
      alarms.addAnomaly(this, 'CallbackTrafficAlarm', {
        metric: allCallbacks(this),
        deviations: props.callbackAnomalyBand,
        periods: ANOMALY_PERIODS,
        meaning:
          'Far more or far fewer callbacks come than at this hour of the week: a provider stopped calling, or somebody floods us.',
        runbook: 'callback-traffic',
      });
    }
    new SavedQueries(this, 'Queries', {
      logGroups: Object.values(props.functions).map(({ logGroup }) => logGroup),
    });
    new Dashboard(this, 'Dashboard', props);
  }
}
