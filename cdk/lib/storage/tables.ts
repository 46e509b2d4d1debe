import { EVENTS_ATTENTION_INDEX, EVENTS_LIST_INDEX } from '@switchyard/core/tables';
import { IDENTITY_TENANT_INDEX } from '@switchyard/core/tenants';
import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type Attribute,
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  TableEncryption,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { StackDefaults } from '../stack-defaults.ts';

const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

/** The three tables. Each function has access to as few of them as possible. */
export class Tables extends Construct {
  readonly tenantIdentity: Table;
  readonly tenantWebhookConfig: Table;
  readonly events: Table;

  constructor(scope: Construct, id: string, defaults: StackDefaults) {
    super(scope, id);
    const { isProtected, removalPolicy, encryptionKey, alarms } = defaults;
    const common: Partial<TableProps> = {
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: isProtected,
      removalPolicy,
      ...(encryptionKey === undefined
        ? {}
        : { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: encryptionKey.key }),
    };

    this.tenantIdentity = new Table(this, 'TenantIdentity', {
      ...common,
      partitionKey: text('apiKeyHash'),
      // Of links to the portal alone.
      timeToLiveAttribute: 'forgetAt',
    });
    this.tenantIdentity.addGlobalSecondaryIndex({
      indexName: IDENTITY_TENANT_INDEX,
      partitionKey: text('tenantId'),
    });

    this.tenantWebhookConfig = new Table(this, 'TenantWebhookConfig', {
      ...common,
      partitionKey: text('tenantId'),
      sortKey: text('endpointId'),
    });

    this.events = new Table(this, 'Events', {
      ...common,
      partitionKey: text('pk'),
      sortKey: text('sk'),
      timeToLiveAttribute: 'expiresAt',
    });
    // Keys only: a delivery that changes its status then costs one write unit, not one for each index as well.
    this.events.addGlobalSecondaryIndex({
      indexName: EVENTS_LIST_INDEX,
      partitionKey: text('listPk'),
      sortKey: text('listSk'),
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.events.addGlobalSecondaryIndex({
      indexName: EVENTS_ATTENTION_INDEX,
      partitionKey: text('attentionPk'),
      sortKey: text('attentionSk'),
      projectionType: ProjectionType.KEYS_ONLY,
    });

    const tables: [string, Table, string[]][] = [
      ['TenantIdentity', this.tenantIdentity, [IDENTITY_TENANT_INDEX]],
      ['TenantWebhookConfig', this.tenantWebhookConfig, []],
      ['Events', this.events, [EVENTS_LIST_INDEX, EVENTS_ATTENTION_INDEX]],
    ];
    for (const [name, table, indexes] of tables) {
      alarms.add(this, `${name}ThrottleAlarm`, {
        metric: throttledRequests(table, indexes),
        threshold: 1,
        periods: 2,
        meaning: `DynamoDB refuses requests to the table ${name}: events get 503, callbacks are spooled, deliveries wait.`,
        runbook: 'throttled-table',
      });
    }
  }
}

/** Of a table and of its indexes, which have metrics of their own. */
function throttledRequests(table: Table, indexes: readonly string[]): MathExpression {
  const period = Duration.minutes(5);
  const counted = [undefined, ...indexes].flatMap((index) =>
    ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) =>
      table.metric(name, {
        period,
        statistic: 'Sum',
        ...(index === undefined
          ? {}
          : { dimensionsMap: { TableName: table.tableName, GlobalSecondaryIndexName: index } }),
      }),
    ),
  );
  const metrics: [string, IMetric][] = counted.map((metric, number) => [`m${number}`, metric]);
  return new MathExpression({
    label: 'Throttled requests',
    period,
    expression: metrics.map(([name]) => `FILL(${name}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(metrics),
  });
}
