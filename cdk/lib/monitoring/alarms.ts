import { Stack } from 'aws-cdk-lib';
import {
  Alarm,
  AnomalyDetectionAlarm,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { type Runbook, runbookAddress } from './runbooks.ts';

export type AlarmsProps = {
  /** Gets the alarms; empty: nobody does until somebody subscribes to the topic. */
  readonly email: string;
  /** Tells of an alarm's end too, and of each alarm that is new: CloudWatch makes no difference between them. */
  readonly alertWhenOk: boolean;
  /** Where docs/runbooks can be read; empty: in the repository. */
  readonly runbookBaseUrl: string;
  readonly encryptionKey: IKey | undefined;
};

type CommonProps = {
  readonly metric: IMetric;
  /** How many periods in a row; 1 where it is left out. */
  readonly periods?: number;
  /** One sentence: what it means for the people who send and receive. */
  readonly meaning: string;
  readonly runbook: Runbook;
};

export type AlarmProps = CommonProps & {
  /** The least value that is an alarm. */
  readonly threshold: number;
};

export type AnomalyProps = CommonProps & {
  /** How many standard deviations from what is usual, up or down, are an alarm. */
  readonly deviations: number;
};

/** The one topic that all alarms go to, and the only way that an alarm is made here: each names its runbook. */
export class Alarms extends Construct {
  readonly topic: Topic;
  readonly #all: Alarm[] = [];
  readonly #action: SnsAction;
  readonly #alertWhenOk: boolean;
  readonly #runbookBaseUrl: string;

  constructor(
    scope: Construct,
    id: string,
    { email, alertWhenOk, runbookBaseUrl, encryptionKey }: AlarmsProps,
  ) {
    super(scope, id);
    this.#alertWhenOk = alertWhenOk;
    this.#runbookBaseUrl = runbookBaseUrl;
    this.topic = new Topic(this, 'Topic', {
      enforceSSL: true,
      ...(encryptionKey === undefined ? {} : { masterKey: encryptionKey }),
    });
    // enforceSSL gives the topic a policy, which replaces the default one that lets this account's alarms publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    if (email !== '') this.topic.addSubscription(new EmailSubscription(email));
    this.#action = new SnsAction(this.topic);
  }

  /** In the order in which they were made. */
  get all(): readonly Alarm[] {
    return this.#all;
  }

  /** Missing data is no alarm: metrics have none while nothing happens. */
  add(scope: Construct, id: string, props: AlarmProps): void {
    this.#notify(
      new Alarm(scope, id, {
        ...this.#common(props),
        threshold: props.threshold,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      }),
    );
  }

  /** For what has no limit that is always too much: CloudWatch learns over two weeks what is usual, by hour and weekday. */
  addAnomaly(scope: Construct, id: string, props: AnomalyProps): void {
    this.#notify(new AnomalyDetectionAlarm(scope, id, { ...this.#common(props), stdDevs: props.deviations }));
  }

  #common({ metric, periods = 1, meaning, runbook }: CommonProps) {
    return {
      metric,
      evaluationPeriods: periods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${meaning} Runbook: ${runbookAddress(runbook, this.#runbookBaseUrl)}`,
    };
  }

  #notify(alarm: Alarm): void {
    alarm.addAlarmAction(this.#action);
    if (this.#alertWhenOk) alarm.addOkAction(this.#action);
    this.#all.push(alarm);
  }
}
