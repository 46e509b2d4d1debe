import { z } from 'zod';
import type { Stack, StackResource } from '../template/load-stack.ts';

export interface AuthorizerModel {
  readonly id: string;
  readonly functionArn: string;
  readonly identityHeader: string;
  readonly validation: RegExp | undefined;
  readonly ttlSeconds: number;
}

interface MockResponse {
  readonly statusCode: string;
  readonly selectionPattern: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly templates: Readonly<Record<string, string>>;
}

export type Integration =
  | { readonly kind: 'lambda'; readonly functionArn: string; readonly timeoutMs: number }
  | {
      readonly kind: 'mock';
      readonly requestTemplates: Readonly<Record<string, string>>;
      readonly responses: readonly MockResponse[];
    }
  | { readonly kind: 'unsupported'; readonly reason: string };

export interface MethodModel {
  readonly httpMethod: string;
  readonly resourcePath: string;
  readonly resourceId: string;
  readonly authorizer: AuthorizerModel | undefined;
  readonly integration: Integration;
}

export interface GatewayResponseModel {
  readonly statusCode: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly templates: Readonly<Record<string, string>>;
}

export interface ApiModel {
  readonly logicalId: string;
  readonly apiId: string;
  readonly stage: string;
  readonly stageVariables: Readonly<Record<string, string>> | null;
  readonly binaryMediaTypes: readonly string[];
  readonly methods: readonly MethodModel[];
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponseModel>;
  /** What of this API is not emulated, in words. */
  readonly unsupported: readonly string[];
}

const texts = z.record(z.string(), z.string()).default({});
const apiSchema = z.object({
  BinaryMediaTypes: z.array(z.string()).default([]),
  Body: z.unknown().optional(),
  BodyS3Location: z.unknown().optional(),
});
const stageSchema = z.object({
  Variables: z.record(z.string(), z.string()).optional(),
  MethodSettings: z.array(z.record(z.string(), z.unknown())).default([]),
});
const authorizerSchema = z.object({
  Type: z.string(),
  AuthorizerUri: z.string(),
  IdentitySource: z.string().default('method.request.header.Authorization'),
  IdentityValidationExpression: z.string().optional(),
  AuthorizerResultTtlInSeconds: z.coerce.number().default(300),
});
const methodSchema = z.object({
  HttpMethod: z.string(),
  ResourceId: z.string(),
  AuthorizationType: z.string().default('NONE'),
  AuthorizerId: z.string().optional(),
  ApiKeyRequired: z.boolean().default(false),
  RequestValidatorId: z.unknown().optional(),
  Integration: z
    .object({
      Type: z.string(),
      Uri: z.string().optional(),
      TimeoutInMillis: z.coerce.number().default(29_000),
      RequestTemplates: texts,
      IntegrationResponses: z
        .array(
          z.object({
            StatusCode: z.coerce.string(),
            SelectionPattern: z.string().optional(),
            ResponseParameters: texts,
            ResponseTemplates: texts,
          }),
        )
        .default([]),
    })
    .default({ Type: 'MOCK', TimeoutInMillis: 29_000, RequestTemplates: {}, IntegrationResponses: [] }),
});
const gatewayResponseSchema = z.object({
  ResponseType: z.string(),
  StatusCode: z.coerce.string().optional(),
  ResponseParameters: texts,
  ResponseTemplates: texts,
});

/** The function that an integration or authorizer URI invokes. */
const functionArnOf = (uri: string): string => /\/functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;

/** Gathers all that the template says of one REST API. */
export function readApi(stack: Stack, api: StackResource): ApiModel {
  const apiId = api.identity.ref;
  const unsupported: string[] = [];
  const ofApi = (type: string): StackResource[] =>
    stack.ofType(type).filter((resource) => resource.properties().RestApiId === apiId);
  const { BinaryMediaTypes, Body, BodyS3Location } = apiSchema.parse(api.properties());
  if (Body !== undefined || BodyS3Location !== undefined)
    unsupported.push(`${api.logicalId}: an OpenAPI body`);

  const [stage] = ofApi('AWS::ApiGateway::Stage');
  const { Variables: stageVariables = null, MethodSettings } = stageSchema.parse(stage?.properties() ?? {});
  for (const setting of ['ThrottlingRateLimit', 'ThrottlingBurstLimit', 'CachingEnabled']) {
    if (MethodSettings.some((settings) => settings[setting]))
      unsupported.push(`${api.logicalId}: ${setting}`);
  }
  const paths = resourcePaths(
    ofApi('AWS::ApiGateway::Resource'),
    api.identity.attributes.RootResourceId ?? '',
  );

  const authorizers = new Map<string, AuthorizerModel>();
  for (const resource of ofApi('AWS::ApiGateway::Authorizer')) {
    const properties = authorizerSchema.safeParse(resource.properties());
    if (!properties.success || properties.data.Type !== 'TOKEN') {
      unsupported.push(`${resource.logicalId}: an authorizer that is not of type TOKEN`);
      continue;
    }
    const { IdentityValidationExpression: expression } = properties.data;
    authorizers.set(resource.identity.ref, {
      id: resource.identity.ref,
      functionArn: functionArnOf(properties.data.AuthorizerUri),
      identityHeader: properties.data.IdentitySource.replace(/^method\.request\.header\./, ''),
      validation: expression === undefined ? undefined : new RegExp(`^(?:${expression})$`),
      ttlSeconds: properties.data.AuthorizerResultTtlInSeconds,
    });
  }

  const methods = ofApi('AWS::ApiGateway::Method').map((resource): MethodModel => {
    const method = methodSchema.parse(resource.properties());
    const authorizer = method.AuthorizerId === undefined ? undefined : authorizers.get(method.AuthorizerId);
    const missing = [
      ...(method.ApiKeyRequired ? ['API keys'] : []),
      ...(method.RequestValidatorId === undefined ? [] : ['request validators']),
      ...(method.AuthorizationType === 'NONE' || authorizer
        ? []
        : [`authorization ${method.AuthorizationType}`]),
    ];
    const integration = missing.length > 0 ? refuse(missing.join(', ')) : readIntegration(method.Integration);
    if (integration.kind === 'unsupported') unsupported.push(`${resource.logicalId}: ${integration.reason}`);
    return {
      httpMethod: method.HttpMethod,
      resourcePath: paths.get(method.ResourceId) ?? '/',
      resourceId: method.ResourceId,
      authorizer,
      integration,
    };
  });

  return {
    logicalId: api.logicalId,
    apiId,
    stage: stage?.identity.ref ?? 'local',
    stageVariables,
    binaryMediaTypes: BinaryMediaTypes,
    methods,
    gatewayResponses: new Map(
      ofApi('AWS::ApiGateway::GatewayResponse').map((resource) => {
        const response = gatewayResponseSchema.parse(resource.properties());
        return [
          response.ResponseType,
          {
            statusCode: response.StatusCode,
            parameters: response.ResponseParameters,
            templates: response.ResponseTemplates,
          },
        ];
      }),
    ),
    unsupported,
  };
}

const refuse = (reason: string): Integration => ({ kind: 'unsupported', reason });

function readIntegration(integration: z.infer<typeof methodSchema>['Integration']): Integration {
  switch (integration.Type) {
    case 'AWS_PROXY': {
      const functionArn = functionArnOf(integration.Uri ?? '');
      if (!functionArn.startsWith('arn:aws:lambda:'))
        return refuse(`a proxy integration with ${integration.Uri}`);
      return { kind: 'lambda', functionArn, timeoutMs: integration.TimeoutInMillis };
    }
    case 'MOCK':
      return {
        kind: 'mock',
        requestTemplates: integration.RequestTemplates,
        responses: integration.IntegrationResponses.map((response) => ({
          statusCode: response.StatusCode,
          selectionPattern: response.SelectionPattern,
          headers: Object.fromEntries(
            Object.entries(response.ResponseParameters).map(([name, value]) => [
              name.replace(/^method\.response\.header\./, ''),
              value.replace(/^'(.*)'$/, '$1'),
            ]),
          ),
          templates: response.ResponseTemplates,
        })),
      };
    default:
      return refuse(`an integration of type ${integration.Type}`);
  }
}

const resourceSchema = z.object({ ParentId: z.string(), PathPart: z.string() });

function resourcePaths(resources: readonly StackResource[], rootId: string): Map<string, string> {
  const parts = new Map(
    resources.map((each) => [each.identity.ref, resourceSchema.parse(each.properties())]),
  );
  const path = (id: string): string => {
    const part = parts.get(id);
    return part && id !== rootId ? `${path(part.ParentId)}/${part.PathPart}` : '';
  };
  return new Map([[rootId, '/'], ...[...parts.keys()].map((id): [string, string] => [id, path(id)])]);
}
