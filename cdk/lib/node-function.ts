import type { Duration } from 'aws-cdk-lib';
import { RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type BundleFile, bundle } from './bundle.ts';

export type NodeFunctionProps<Environment extends Readonly<Record<string, string>>> = {
  readonly description: string;
  /** The package folder under packages/. */
  readonly packageName: string;
  /** The type comes from the package's config.ts: a variable that is missing here does not compile. */
  readonly environment: Environment;
  readonly timeout: Duration;
  readonly memorySize: number;
  readonly logRetention: RetentionDays;
  readonly isProduction: boolean;
  readonly files?: readonly BundleFile[];
  /** Where the bundle exports more than one function. */
  readonly exportName?: string;
  /** Only for a function that people call by name; else CloudFormation names it. */
  readonly functionName?: string;
};

/** A Lambda function with a role of its own that can write its own log and nothing else until it is allowed to. */
export class NodeFunction<Environment extends Readonly<Record<string, string>>> extends Construct {
  readonly function: LambdaFunction;
  readonly #role: Role;

  constructor(scope: Construct, id: string, props: NodeFunctionProps<Environment>) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', {
      retention: props.logRetention,
      removalPolicy: props.isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.#role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.#role);
    this.function = new LambdaFunction(this, 'Function', {
      ...(props.functionName === undefined ? {} : { functionName: props.functionName }),
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: `index.${props.exportName ?? 'handler'}`,
      code: bundle(props.packageName, props.files),
      environment: { ...props.environment },
      timeout: props.timeout,
      memorySize: props.memorySize,
      role: this.#role,
      logGroup,
      loggingFormat: LoggingFormat.TEXT,
    });
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
}
