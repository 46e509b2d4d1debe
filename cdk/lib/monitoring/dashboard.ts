import { Duration, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  type IMetric,
  type IWidget,
  type Metric,
  PeriodOverride,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { NodeFunction } from '../functions/node-function.ts';
import { ACCEPTING_ROUTE } from '../outbound/ingest-api.ts';
import type { QueueWithDlq } from '../storage/queue-with-dlq.ts';
import type { Tables } from '../storage/tables.ts';
import type { Alarms } from './alarms.ts';
import { methodMetric } from './api-alarms.ts';
import { callbackGraphs } from './callback-graphs.ts';
import { graph, HEIGHT, heading, WIDTH } from './graph.ts';
import { byDimension, ownMetric } from './metrics.ts';
import { FAILING_ENDPOINTS } from './saved-queries.ts';

const PERIOD = Duration.minutes(5);

export type MonitoredFunction = Pick<
  NodeFunction<Readonly<Record<string, string>>>,
  'function' | 'logGroup' | 'errorsAreAnswers'
>;

export type DashboardProps = {
  readonly api: RestApi;
  /** What verifies deliveries, for everybody who has no endpoint yet. */
  readonly receiverApi: RestApi;
  readonly serverErrors: Metric;
  readonly tables: Tables;
  readonly alarms: Alarms;
  readonly delivery: QueueWithDlq;
  readonly spool: QueueWithDlq;
  /** Those of the channels, by name. */
  readonly channels: Readonly<Record<string, QueueWithDlq>>;
  /** By name. */
  readonly functions: Readonly<Record<string, MonitoredFunction>>;
};

/** In this order: events accepted, deliveries, failing endpoints, callbacks, and the functions and tables below. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const rows: IWidget[][] = [
      [new AlarmStatusWidget({ title: 'Alarms', alarms: [...props.alarms.all], width: WIDTH, height: 4 })],
      ...this.#accepting(props),
      ...this.#delivering(props),
      ...this.#failing(props),
      ...callbackGraphs(this, props),
      ...this.#runningOn(props),
    ];
    new CloudWatchDashboard(this, 'Dashboard', {
      defaultInterval: Duration.hours(3),
      periodOverride: PeriodOverride.AUTO,
      widgets: rows,
    });
  }

  #accepting({ api, receiverApi, serverErrors }: DashboardProps): IWidget[][] {
    const latency = (statistic: string, label: string) =>
      methodMetric(api, ACCEPTING_ROUTE, 'Latency', statistic).with({ label });
    return [
      heading('Is it accepting?'),
      [
        graph('Events accepted', [ownMetric(this, 'EventsAccepted'), ownMetric(this, 'EventsUnmatched')]),
        graph('Hooks API: requests and errors', requestsOf(api, serverErrors)),
        graph(`${ACCEPTING_ROUTE.method} ${ACCEPTING_ROUTE.path}: ms`, [
          latency(Stats.p(50), 'p50'),
          latency(Stats.p(99), 'p99'),
        ]),
      ],
      [
        graph('Hooks API: p99 ms, all of it and in the functions', latenciesOf(api)),
        graph('Receiver API: requests and errors', requestsOf(receiverApi)),
        graph('Receiver API: p99 ms, all of it and in the function', latenciesOf(receiverApi)),
      ],
    ];
  }

  #delivering({ delivery }: DashboardProps): IWidget[][] {
    const latency = (percent: number) =>
      ownMetric(this, 'DeliveryLatency', { statistic: Stats.p(percent), label: `p${percent}` });
    return [
      heading('Is it delivering?'),
      [
        graph('Deliveries', [
          ownMetric(this, 'DeliveryAttempts'),
          ownMetric(this, 'DeliveriesDelivered'),
          ownMetric(this, 'AttemptsFailed'),
          ownMetric(this, 'DeliveriesRequeued'),
        ]),
        graph('From accept to 2xx: ms', [latency(50), latency(95), latency(99)]),
        graph('Delivery queue', queueDepth(delivery), [ageOf(delivery)]),
      ],
    ];
  }

  #failing({ delivery }: DashboardProps): IWidget[][] {
    const waiting = delivery.deadLetters.metricApproximateNumberOfMessagesVisible({
      period: PERIOD,
      label: 'waiting',
    });
    return [
      heading('Who is failing?'),
      [
        // Not the query's table: it would read the worker's log of three hours each time that somebody looks here.
        new TextWidget({
          markdown: `Which endpoints: CloudWatch → Logs Insights → Queries → _${Stack.of(this).stackName}/${FAILING_ENDPOINTS}_`,
          width: WIDTH / 3,
          height: HEIGHT,
        }),
        graph('Failed attempts by kind', byDimension(this, 'AttemptsFailed')),
        graph('Dead letters by reason', byDimension(this, 'DeliveriesDeadLettered'), [waiting]),
      ],
      [
        graph('Put on hold by reason', byDimension(this, 'DeliveriesHeld')),
        graph(
          'Held, once an hour',
          [ownMetric(this, 'DeliveriesHeldNow', { statistic: Stats.MAXIMUM })],
          [ownMetric(this, 'OldestHeldAge', { statistic: Stats.MAXIMUM, label: 'oldest, s' })],
        ),
        graph('Told to tenants and operators', byDimension(this, 'OperationalEvents')),
      ],
    ];
  }

  #runningOn({ functions, tables }: DashboardProps): IWidget[][] {
    const all = Object.entries(functions);
    const failing = all.filter(([, { errorsAreAnswers }]) => !errorsAreAnswers);
    const each = (
      of: typeof all,
      metric: 'metricErrors' | 'metricThrottles' | 'metricDuration',
      options: object = {},
    ) => of.map(([label, one]): Metric => one.function[metric]({ period: PERIOD, label, ...options }));
    const used = Object.entries({
      TenantIdentity: tables.tenantIdentity,
      TenantWebhookConfig: tables.tenantWebhookConfig,
      Events: tables.events,
    }).flatMap(([name, table]) => [
      table.metricConsumedReadCapacityUnits({ period: PERIOD, label: `${name} read` }),
      table.metricConsumedWriteCapacityUnits({ period: PERIOD, label: `${name} write` }),
    ]);
    return [
      heading('What it runs on'),
      [
        graph('Functions: errors', each(failing, 'metricErrors'), each(all, 'metricThrottles')),
        graph('Functions: p99 duration, ms', each(all, 'metricDuration', { statistic: Stats.p(99) })),
        graph('Tables: units used', used),
      ],
    ];
  }
}

const requestsOf = (
  api: RestApi,
  serverErrors: Metric = api.metricServerError({ period: PERIOD }),
): IMetric[] => [
  api.metricCount({ period: PERIOD, label: 'Requests' }),
  api.metricClientError({ period: PERIOD, label: '4XX' }),
  serverErrors.with({ label: '5XX' }),
];

const latenciesOf = (api: RestApi): IMetric[] => [
  api.metricLatency({ period: PERIOD, statistic: Stats.p(99), label: 'Latency' }),
  api.metricIntegrationLatency({ period: PERIOD, statistic: Stats.p(99), label: 'IntegrationLatency' }),
];

const queueDepth = ({ queue }: QueueWithDlq): IMetric[] => [
  queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, label: 'to be delivered' }),
  queue.metricApproximateNumberOfMessagesDelayed({ period: PERIOD, label: 'wait for a retry' }),
  queue.metricApproximateNumberOfMessagesNotVisible({ period: PERIOD, label: 'under way' }),
];

const ageOf = ({ queue }: QueueWithDlq): IMetric =>
  queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, label: 'oldest, s' });
