import { QUARANTINE_DAYS } from '@switchyard/core';
import { Construct } from 'constructs';
import { Dashboard, type DashboardProps } from './dashboard.ts';
import { callbacksWith, ownMetric } from './metrics.ts';
import { SavedQueries } from './saved-queries.ts';

/** Strangers find every URL and try it: a few unproven callbacks are weather. */
const UNPROVEN_TO_ALARM = 10;
/** A tenant's endpoint that is gone for good brings one after the other; that many at once is news. */
const DEAD_LETTERS_TO_ALARM = 25;

/** What is watched of the whole: alarms on our own metrics, the dashboard, and the queries for the log. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
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
    new SavedQueries(this, 'Queries', {
      logGroups: Object.values(props.functions).map(({ logGroup }) => logGroup),
    });
    new Dashboard(this, 'Dashboard', props);
  }
}
