import { configSchema, type Environment as ReceiverEnvironment } from '@switchyard/receiver/config';
import { RECEIVER_PARTITION } from '@switchyard/receiver/keys';
import { routes } from '@switchyard/receiver/routes';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { HttpFunctionApi } from '../api/rest-api.ts';
import { documentationOf } from '../functions/documentation-files.ts';
import { NodeFunction } from '../functions/node-function.ts';
import { settingsFor } from '../settings/function-environment.ts';
import type { Settings } from '../settings/settings.ts';
import type { StackDefaults } from '../stack-defaults.ts';
import type { Tables } from '../storage/tables.ts';

export type ReceiverApiProps = {
  readonly settings: Settings;
  readonly tables: Tables;
  readonly defaults: StackDefaults;
};

/** The built-in endpoint behind a REST API of its own: a place to deliver to before a tenant has one. */
export class ReceiverApi extends Construct {
  readonly api: HttpFunctionApi;
  readonly handler: NodeFunction<ReceiverEnvironment>;
  readonly operatorToken: Secret;

  constructor(scope: Construct, id: string, { settings, tables, defaults }: ReceiverApiProps) {
    super(scope, id);
    this.operatorToken = new Secret(this, 'OperatorToken', {
      description: 'Allows /enable, /disable and /status of the receiver',
      generateSecretString: { passwordLength: 40, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
      ...(defaults.encryptionKey === undefined ? {} : { encryptionKey: defaults.encryptionKey.key }),
    });
    Validations.of(this.operatorToken).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'It switches a test endpoint on and off; whoever holds it changes it by hand when it leaks.',
    });
    this.handler = new NodeFunction(this, 'Handler', {
      defaults,
      description: 'The built-in endpoint: verifies deliveries',
      packageName: 'receiver',
      files: documentationOf({ api: 'receiver', redoc: false }),
      timeout: Duration.seconds(10),
      memorySize: 256,
      environment: {
        EVENTS_TABLE: tables.events.tableName,
        TENANT_WEBHOOK_CONFIG_TABLE: tables.tenantWebhookConfig.tableName,
        OPERATOR_TOKEN_SECRET_ARN: this.operatorToken.secretArn,
        ...settingsFor(configSchema, settings),
      } satisfies ReceiverEnvironment,
    });
    // It is public, so it may reach only its own items of the table and no tenant's event.
    this.handler.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [tables.events.tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [RECEIVER_PARTITION, `${RECEIVER_PARTITION}#*`] },
    });
    this.handler.allow(['dynamodb:Query'], [tables.tenantWebhookConfig.tableArn]);
    this.handler.allow(['secretsmanager:GetSecretValue'], [this.operatorToken.secretArn]);
    this.api = new HttpFunctionApi(this, 'Rest', {
      label: 'receiver',
      description: 'The built-in endpoint for deliveries',
      settings,
      defaults,
    });
    // Without an alarm on 5XX: it answers 503 whenever an operator has switched it off.
    this.api.addRoutes(this.handler.target, routes);
  }
}
