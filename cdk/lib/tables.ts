import { EVENTS_ATTENTION_INDEX, EVENTS_LIST_INDEX, IDENTITY_TENANT_INDEX } from '@switchyard/core';
import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';

const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

/** Exactly three tables, each seen by as few functions as possible. */
export class Tables extends Construct {
  readonly tenantIdentity: Table;
  readonly tenantWebhookConfig: Table;
  readonly events: Table;

  constructor(scope: Construct, id: string, props: { readonly isProduction: boolean }) {
    super(scope, id);
    const common: Partial<TableProps> = {
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: props.isProduction,
      removalPolicy: props.isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    };

    this.tenantIdentity = new Table(this, 'TenantIdentity', { ...common, partitionKey: text('apiKeyHash') });
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
  }
}
