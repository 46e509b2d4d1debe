import { Aws, Fn, Stack, Validations } from 'aws-cdk-lib';
import {
  type ApiKeySourceType,
  AuthorizationType,
  EndpointType,
  type IAuthorizer,
  IpAddressType,
  LambdaIntegration,
  LogGroupLogDestination,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';
import { logGroupProps, type StackDefaults } from '../stack-defaults.ts';
import { accessLogFormat } from './access-log.ts';
import { addCorsPreflight, corsOrigins } from './cors.ts';
import { addGatewayErrors } from './gateway-errors.ts';
import { methodOptions, type OwnMethodOptions, ownMethodOptions } from './method-options.ts';

export type RestApiRoute = {
  readonly method: string;
  readonly path: string;
  /** Absent: the route is public. */
  readonly authorizer?: IAuthorizer;
  /** Its requests are counted by usage plans. */
  readonly isCounted?: boolean;
};

export type HttpFunctionApiProps = {
  /** Tells the stack's APIs apart in the console. */
  readonly label: string;
  readonly description: string;
  readonly settings: Settings;
  readonly defaults: StackDefaults;
  /** Methods with other limits, metrics or logs than the rest. */
  readonly ownOptions?: readonly OwnMethodOptions[];
  /** The API's resource policy. */
  readonly policy?: PolicyDocument | undefined;
  /** Who says which of API Gateway’s keys a request counts for. */
  readonly apiKeySourceType?: ApiKeySourceType;
};

/** A regional REST API whose routes lead to functions, and whose own errors look like the functions'. */
export class HttpFunctionApi extends Construct {
  readonly api: RestApi;
  readonly accessLog: LogGroup;
  /** Without a trailing slash. */
  readonly url: string;
  readonly #corsOrigins: readonly string[];

  constructor(scope: Construct, id: string, props: HttpFunctionApiProps) {
    super(scope, id);
    const { settings, defaults } = props;
    this.#corsOrigins = corsOrigins(settings, defaults);
    this.accessLog = new LogGroup(this, 'AccessLog', logGroupProps(defaults));
    this.api = new RestApi(this, 'Api', {
      restApiName: `${Stack.of(this).stackName}-${props.label}`,
      description: props.description,
      endpointConfiguration: { types: [EndpointType.REGIONAL], ipAddressType: IpAddressType.DUAL_STACK },
      cloudWatchRole: false,
      disableExecuteApiEndpoint: settings.DISABLE_EXECUTE_API_ENDPOINT,
      ...(props.policy === undefined ? {} : { policy: props.policy }),
      ...(props.apiKeySourceType === undefined ? {} : { apiKeySourceType: props.apiKeySourceType }),
      // Bodies then come to the function as bytes. As text, API Gateway would replace what is not UTF-8 before a
      // signature could be checked or the body refused.
      binaryMediaTypes: ['*/*'],
      deployOptions: {
        stageName: settings.STAGE,
        accessLogDestination: new LogGroupLogDestination(this.accessLog),
        accessLogFormat: accessLogFormat(settings.ACCESS_LOG_FORMAT),
        tracingEnabled: defaults.tracing,
        ...methodOptions(settings),
        methodOptions: ownMethodOptions(settings, this.#withPreflights(props.ownOptions ?? [])),
      },
    });
    // API Gateway would make this group by itself, and keep its lines for ever.
    const executionLog = new LogGroup(this, 'ExecutionLog', {
      logGroupName: `API-Gateway-Execution-Logs_${this.api.restApiId}/${settings.STAGE}`,
      ...logGroupProps(defaults),
    });
    this.api.deploymentStage.node.addDependency(executionLog);
    // CDK's own output; ours are in stack-outputs.ts.
    this.api.node.tryRemoveChild('Endpoint');
    addGatewayErrors(this.api, this.#corsHeader());
    // The stage's name as text, not as a reference: a function has this URL in its environment, and the stage depends on
    // the function.
    this.url = Fn.join('', [
      'https://',
      this.api.restApiId,
      `.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}/${settings.STAGE}`,
    ]);
    this.#acknowledgeFindings(settings);
  }

  /** Leads these routes to a function. */
  addRoutes(handler: IFunction, routes: readonly RestApiRoute[]): void {
    const integration = new LambdaIntegration(handler, { scopePermissionToMethod: false });
    for (const { method, path, authorizer, isCounted = false } of routes) {
      this.api.root.resourceForPath(path).addMethod(
        method,
        integration,
        authorizer === undefined
          ? { authorizationType: AuthorizationType.NONE }
          : {
              authorizationType: AuthorizationType.CUSTOM,
              authorizer,
              ...(isCounted ? { apiKeyRequired: true } : {}),
            },
      );
    }
  }

  /** Lets web pages of the allowed origins call these routes. */
  addCorsPreflights(routes: readonly RestApiRoute[]): void {
    const methods = Map.groupBy(routes, ({ path }) => path);
    for (const [path, ofPath] of methods) {
      addCorsPreflight(
        this.api.root.resourceForPath(path),
        ofPath.map(({ method }) => method),
        this.#corsOrigins,
      );
    }
  }

  /** A preflight's path holds the same secret. */
  #withPreflights(methods: readonly OwnMethodOptions[]): readonly OwnMethodOptions[] {
    if (this.#corsOrigins.length === 0) return methods;
    return methods.flatMap((each) =>
      each.hasSecretPath === true ? [each, { ...each, method: 'OPTIONS' }] : [each],
    );
  }

  /** Errors of API Gateway's own can name one origin only, and stay unreadable to pages of several. */
  #corsHeader(): Record<string, string> {
    const [origin, ...more] = this.#corsOrigins;
    return origin === undefined || more.length > 0 ? {} : { 'Access-Control-Allow-Origin': `'${origin}'` };
  }

  #acknowledgeFindings({ WAF }: Settings): void {
    Validations.of(this.api).acknowledge(
      {
        id: 'AwsSolutions-APIG2',
        reason:
          'The function validates with the schemas that the OpenAPI document shows, and answers in words.',
      },
      {
        id: 'AwsSolutions-APIG4',
        reason:
          'Public on purpose: provider callbacks are proven by their signatures, documentation is for all.',
      },
      {
        id: 'AwsSolutions-COG4',
        reason:
          'Tenants are machines with API keys, which the Lambda authorizer checks; there are no users to pool.',
      },
    );
    if (WAF) return;
    Validations.of(this.api).acknowledge({
      id: 'AwsSolutions-APIG3',
      reason: 'A web ACL costs by the month and the request; the setting WAF adds it.',
    });
  }
}
