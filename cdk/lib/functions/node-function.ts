import { Duration, Validations } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  CfnAlias,
  type IFunction,
  Function as LambdaFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Alarms } from '../monitoring/alarms.ts';
import { SettingsError } from '../settings/settings.ts';
import { logGroupProps, type StackDefaults } from '../stack-defaults.ts';
import type { QueueWithDlq } from '../storage/queue-with-dlq.ts';
import { type BundleParts, bundle } from './bundle.ts';

/** Single failures are retried by the caller: SQS, the provider, or the tenant. */
const ERRORS_TO_ALARM = 5;

export type NodeFunctionProps<Environment extends Readonly<Record<string, string>>> = BundleParts & {
  readonly description: string;
  /** The package folder under packages/. */
  readonly packageName: string;
  /** The type comes from the package's config.ts: a variable that is missing here does not compile. */
  readonly environment: Environment;
  readonly timeout: Duration;
  readonly memorySize: number;
  readonly defaults: StackDefaults;
  /** Where the bundle exports more than one function. */
  readonly exportName?: string;
  /** Only for a function that people call by name; else CloudFormation names it. */
  readonly functionName?: string;
  /** Environments kept warm, where somebody waits for the answer; none where it is left out. */
  readonly provisionedConcurrency?: number;
  /** It sends messages to the queue that calls it: Lambda must not end that as a loop after 16 invocations. */
  readonly resendsToOwnQueue?: boolean;
  /** Leaves the alarm on errors out, for this reason: a failed invocation of this function is no failure. */
  readonly errorsAreAnswers?: string;
};

export type Consumption = {
  /** Messages in one call, at most. */
  readonly batchSize: number;
  /** Calls at once, at most: no more than are reserved for the function, else messages would only be throttled. */
  readonly maxConcurrency: number;
  /** How long a call waits for more messages; Lambda wants one above ten of them. */
  readonly batchingWindow?: Duration;
};

/** A Lambda function with a role of its own that can write its own log and nothing else until it is allowed to. */
export class NodeFunction<Environment extends Readonly<Record<string, string>>> extends Construct {
  readonly function: LambdaFunction;
  /** What callers call: the function, or its alias with the warm environments. */
  readonly target: IFunction;
  readonly logGroup: LogGroup;
  /** Its errors say nothing: a failed invocation is one of its answers. */
  readonly errorsAreAnswers: boolean;
  readonly #role: Role;
  readonly #alarms: Alarms;
  readonly #name: string;
  readonly #reserved: number | undefined;
  /** Calls at once for messages, at most. */
  #consuming = 0;

  constructor(scope: Construct, id: string, props: NodeFunctionProps<Environment>) {
    super(scope, id);
    const { encryptionKey, tracing, reservedConcurrency, systemLogLevel } = props.defaults;
    this.errorsAreAnswers = props.errorsAreAnswers !== undefined;
    this.#alarms = props.defaults.alarms;
    this.#name =
      props.exportName === undefined ? props.packageName : `${props.packageName} (${props.exportName})`;
    this.#reserved = reservedConcurrency.get(this.#name);
    this.logGroup = new LogGroup(this, 'Log', logGroupProps(props.defaults));
    this.#role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup.grantWrite(this.#role);
    if (encryptionKey !== undefined) {
      encryptionKey.allowRole(this.#role);
      // The function and all that it may do come after the key's policy. An older version allowed the key here.
      this.#role.node.findChild('DefaultPolicy').node.addDependency(encryptionKey.key);
    }
    this.function = new LambdaFunction(this, 'Function', {
      ...(props.functionName === undefined ? {} : { functionName: props.functionName }),
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: `index.${props.exportName ?? 'handler'}`,
      code: bundle(props.packageName, props),
      environment: { ...props.environment },
      timeout: props.timeout,
      memorySize: props.memorySize,
      role: this.#role,
      logGroup: this.logGroup,
      // As JSON, because only then Lambda's own lines have a level. Ours pass as they are: LOG_LEVEL has chosen before,
      // and lines of metrics have no level.
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.TRACE,
      systemLogLevelV2: systemLogLevel,
      ...(this.#reserved === undefined ? {} : { reservedConcurrentExecutions: this.#reserved }),
      ...(tracing ? { tracing: Tracing.ACTIVE } : {}),
      ...(props.resendsToOwnQueue === true ? { recursiveLoop: RecursiveLoop.ALLOW } : {}),
    });
    if (tracing) {
      Validations.of(this.#role).acknowledge({
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'X-Ray has no resources to name: traces are written with xray:Put… on "*" only.',
      });
    }
    this.target = this.#withWarmEnvironments(props.provisionedConcurrency ?? 0);
    this.#addAlarms(props);
  }

  /** Allows these actions on these resources: the only way that a function here gets a permission. */
  allow(
    actions: readonly string[],
    resources: readonly string[],
    conditions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
  ): void {
    this.#role.addToPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: [...actions],
        resources: [...resources],
        ...(conditions === undefined ? {} : { conditions }),
      }),
    );
  }

  /**
   * Is called with the messages of this queue, and says which of them failed.
   *
   * @throws RangeError when the function may run for longer than the queue hides its messages: SQS would then hand them
   *   to somebody else meanwhile
   * @throws SettingsError when more calls at once could be made than are reserved
   */
  consume(
    id: string,
    { queue, visibilityTimeout }: QueueWithDlq,
    { batchSize, maxConcurrency, batchingWindow }: Consumption,
  ): void {
    const { timeout = Duration.seconds(3) } = this.function;
    if (timeout.toSeconds() > visibilityTimeout.toSeconds())
      throw new RangeError(
        `${id}: the function may run for ${timeout.toHumanString()}, its messages are hidden for ${visibilityTimeout.toHumanString()}.`,
      );
    this.#consuming += maxConcurrency;
    if (this.#reserved !== undefined && this.#consuming > this.#reserved)
      throw new SettingsError([
        `RESERVED_CONCURRENCY: reserves ${this.#reserved} for ${this.#name}, which takes ${this.#consuming} batches of messages at once: those above its share would be received only to be throttled`,
      ]);
    // What Lambda's pollers need, under the function's role.
    this.allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [queue.queueArn]);
    this.function.addEventSourceMapping(id, {
      eventSourceArn: queue.queueArn,
      batchSize,
      reportBatchItemFailures: true,
      maxConcurrency,
      ...(batchingWindow === undefined ? {} : { maxBatchingWindow: batchingWindow }),
    });
    if (this.node.tryFindChild('RecursionAlarm') !== undefined) return;
    this.#alarms.add(this, 'RecursionAlarm', {
      metric: this.function.metric('RecursiveInvocationsDropped', {
        period: Duration.minutes(5),
        statistic: Stats.SUM,
      }),
      threshold: 1,
      meaning: `Lambda took messages of the function ${this.#name} for an endless loop and dropped them.`,
      runbook: 'function-errors',
    });
  }

  #withWarmEnvironments(provisionedConcurrentExecutions: number): IFunction {
    if (provisionedConcurrentExecutions === 0) return this.function;
    const { functionName, currentVersion } = this.function;
    // Imported, because the types of CDK's own Alias do not compile with exactOptionalPropertyTypes.
    const alias = new CfnAlias(this, 'Live', {
      name: 'live',
      functionName,
      functionVersion: currentVersion.version,
      provisionedConcurrencyConfig: { provisionedConcurrentExecutions },
    });
    return LambdaFunction.fromFunctionAttributes(this, 'LiveFunction', {
      functionArn: alias.ref,
      sameEnvironment: true,
    });
  }

  #addAlarms({ defaults }: NodeFunctionProps<Environment>): void {
    const name = this.#name;
    const period = Duration.minutes(5);
    if (!this.errorsAreAnswers) {
      defaults.alarms.add(this, 'ErrorAlarm', {
        metric: this.function.metricErrors({ period }),
        threshold: ERRORS_TO_ALARM,
        meaning: `The function ${name} fails or runs out of time or memory again and again.`,
        runbook: 'function-errors',
      });
    }
    defaults.alarms.add(this, 'ThrottleAlarm', {
      metric: this.function.metricThrottles({ period }),
      threshold: 1,
      meaning: `The function ${name} was refused an environment: its share of the concurrency is used up, or this account's.`,
      runbook: 'function-errors',
    });
  }
}
