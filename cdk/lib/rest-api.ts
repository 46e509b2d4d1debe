import { Aws, Fn, Stack } from 'aws-cdk-lib';
import {
  AuthorizationType,
  ContentHandling,
  EndpointType,
  type IAuthorizer,
  IpAddressType,
  LambdaIntegration,
  MockIntegration,
  PassthroughBehavior,
  ResponseType,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

export type RestApiRoute = {
  readonly method: string;
  readonly path: string;
  /** Absent: the route is public. */
  readonly authorizer?: IAuthorizer;
};

export type HttpFunctionApiProps = {
  /** Tells the stack's APIs apart in the console. */
  readonly label: string;
  readonly description: string;
  readonly stageName: string;
};

/** A regional REST API whose routes lead to functions, and whose own errors look like the functions'. */
export class HttpFunctionApi extends Construct {
  readonly api: RestApi;
  /** Without a trailing slash. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: HttpFunctionApiProps) {
    super(scope, id);
    this.api = new RestApi(this, 'Api', {
      restApiName: `${Stack.of(this).stackName}-${props.label}`,
      description: props.description,
      endpointConfiguration: { types: [EndpointType.REGIONAL], ipAddressType: IpAddressType.DUAL_STACK },
      cloudWatchRole: false,
      // Bodies then come to the function as bytes. As text, API Gateway would replace what is not UTF-8 before a
      // signature could be checked or the body refused.
      binaryMediaTypes: ['*/*'],
      deployOptions: { stageName: props.stageName },
    });
    // CDK's own output, under a name that nobody looks for.
    this.api.node.tryRemoveChild('Endpoint');
    for (const [name, { type, status, title, code, detail, headers }] of Object.entries(GATEWAY_ERRORS)) {
      this.api.addGatewayResponse(name, {
        type,
        ...(status === undefined ? {} : { statusCode: String(status) }),
        responseHeaders: { 'Content-Type': "'application/problem+json'", ...headers },
        templates: { 'application/json': problemTemplate(status, title, code, detail) },
      });
    }
    // The stage's name as text: a function that is told this URL must not wait for the stage, which waits for it.
    this.url = Fn.join('', [
      'https://',
      this.api.restApiId,
      `.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}/${props.stageName}`,
    ]);
  }

  /** Leads these routes to a function. */
  addRoutes(handler: IFunction, routes: readonly RestApiRoute[]): void {
    const integration = new LambdaIntegration(handler, { scopePermissionToMethod: false });
    for (const { method, path, authorizer } of routes) {
      this.api.root
        .resourceForPath(path)
        .addMethod(
          method,
          integration,
          authorizer === undefined
            ? { authorizationType: AuthorizationType.NONE }
            : { authorizationType: AuthorizationType.CUSTOM, authorizer },
        );
    }
  }

  /**
   * Answers CORS preflights of these paths for any origin, without credentials. Not by CDK's own helper: where every
   * content type is binary, a mock integration fails on AWS unless it is told to take the request as text.
   */
  addCorsPreflight(paths: readonly string[], methods: readonly string[]): void {
    const headers = {
      'Access-Control-Allow-Origin': "'*'",
      'Access-Control-Allow-Methods': `'${[...methods, 'OPTIONS'].join(',')}'`,
      'Access-Control-Allow-Headers': "'Content-Type,X-Twilio-Signature,Authorization'",
    };
    const integration = new MockIntegration({
      contentHandling: ContentHandling.CONVERT_TO_TEXT,
      passthroughBehavior: PassthroughBehavior.NEVER,
      requestTemplates: { 'application/json': '{"statusCode": 204}' },
      integrationResponses: [
        {
          statusCode: '204',
          responseParameters: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value]),
          ),
        },
      ],
    });
    for (const path of paths) {
      this.api.root.resourceForPath(path).addMethod('OPTIONS', integration, {
        authorizationType: AuthorizationType.NONE,
        methodResponses: [
          {
            statusCode: '204',
            responseParameters: Object.fromEntries(
              Object.keys(headers).map((name) => [`method.response.header.${name}`, true]),
            ),
          },
        ],
      });
    }
  }
}

type GatewayError = {
  readonly type: ResponseType;
  /** Absent: as API Gateway decides; then the body tells no status either. */
  readonly status?: number;
  readonly title: string;
  readonly code: string;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What API Gateway answers without asking the function. */
const GATEWAY_ERRORS: Readonly<Record<string, GatewayError>> = {
  Unauthorized: {
    type: ResponseType.UNAUTHORIZED,
    status: 401,
    title: 'Not authenticated',
    code: 'not_authenticated',
    detail:
      'The API key is missing, malformed, unknown, revoked or expired. Send it as Authorization: Bearer sy_live_…',
    headers: { 'WWW-Authenticate': "'Bearer'" },
  },
  AccessDenied: {
    type: ResponseType.ACCESS_DENIED,
    status: 403,
    title: 'Forbidden',
    code: 'tenant_suspended',
    detail: 'This tenant is suspended. Ask the operator of this gateway.',
  },
  RouteNotFound: {
    // What API Gateway calls a missing authentication token is a path or method that it does not know.
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    status: 404,
    title: 'Not found',
    code: 'route_not_found',
    detail: 'There is no such path, or it does not take this method.',
  },
  Throttled: {
    type: ResponseType.THROTTLED,
    status: 429,
    title: 'Too many requests',
    code: 'throttled',
    detail: 'Too many requests at once. Try again after a second.',
    headers: { 'Retry-After': "'1'" },
  },
  TooLarge: {
    type: ResponseType.REQUEST_TOO_LARGE,
    status: 413,
    title: 'Payload too large',
    code: 'payload_too_large',
    // API Gateway takes 10 MB, a function 6 MB, in which a body is base64.
    detail: 'The request is larger than the 4.5 MB that can be taken.',
  },
  AuthorizerFailure: {
    type: ResponseType.AUTHORIZER_FAILURE,
    status: 503,
    title: 'Temporarily unavailable',
    code: 'unavailable',
    detail: 'The API key could not be checked. Try again.',
    headers: { 'Retry-After': "'1'" },
  },
  IntegrationFailure: {
    type: ResponseType.INTEGRATION_FAILURE,
    status: 503,
    title: 'Temporarily unavailable',
    code: 'unavailable',
    detail: 'The request was not finished. Try again, with the same Idempotency-Key if there was one.',
    headers: { 'Retry-After': "'1'" },
  },
  IntegrationTimeout: {
    type: ResponseType.INTEGRATION_TIMEOUT,
    status: 504,
    title: 'Timed out',
    code: 'timed_out',
    detail: 'The request took too long. Try again, with the same Idempotency-Key if there was one.',
  },
  Other4xx: {
    type: ResponseType.DEFAULT_4XX,
    title: 'Bad request',
    code: 'bad_request',
    detail: 'API Gateway refused the request.',
  },
  Other5xx: {
    type: ResponseType.DEFAULT_5XX,
    title: 'Internal error',
    code: 'internal_error',
    detail: 'Something failed on our side.',
  },
};

function problemTemplate(status: number | undefined, title: string, code: string, detail: string): string {
  return JSON.stringify({
    type: 'about:blank',
    title,
    ...(status === undefined ? {} : { status }),
    code,
    detail,
    request_id: '$context.requestId',
  });
}
