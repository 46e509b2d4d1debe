import { z } from 'zod';
import { parsePolicyDocument, type Statement } from '../iam/statement.ts';
import type { Stack, StackResource } from '../template/load-stack.ts';
import {
  functionArnOf,
  type Integration,
  integrationSchema,
  readIntegration,
  texts,
  unsupportedIntegration,
} from './read-integration.ts';
import { unjudgedPolicyParts } from './resource-policy.ts';
import { methodSettingsSchema, methodThrottle, type Throttle } from './throttle.ts';

export interface AuthorizerModel {
  readonly id: string;
  readonly functionArn: string;
  readonly identityHeader: string;
  readonly validation: RegExp | undefined;
  readonly ttlSeconds: number;
}

export interface MethodModel {
  readonly httpMethod: string;
  readonly resourcePath: string;
  readonly resourceId: string;
  readonly authorizer: AuthorizerModel | undefined;
  readonly integration: Integration;
  /** Absent: as many requests as come. */
  readonly throttle: Throttle | undefined;
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
  /** The resource policy; absent: everybody may ask. */
  readonly policy: readonly Statement[] | undefined;
  readonly accessLogFormat: string | undefined;
  readonly methods: readonly MethodModel[];
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponseModel>;
  /** What of this API is not emulated, in words. */
  readonly unsupported: readonly string[];
}

const apiSchema = z.object({
  BinaryMediaTypes: z.array(z.string()).default([]),
  Body: z.unknown().optional(),
  BodyS3Location: z.unknown().optional(),
  Policy: z.unknown().optional(),
  DisableExecuteApiEndpoint: z.boolean().default(false),
});
const stageSchema = z.object({
  Variables: z.record(z.string(), z.string()).optional(),
  MethodSettings: methodSettingsSchema.default([]),
  AccessLogSetting: z.object({ Format: z.string() }).optional(),
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
  Integration: integrationSchema.optional(),
});
const gatewayResponseSchema = z.object({
  ResponseType: z.string(),
  StatusCode: z.coerce.string().optional(),
  ResponseParameters: texts,
  ResponseTemplates: texts,
});

/** Gathers all that the template says of one REST API. */
export function readApi(stack: Stack, api: StackResource): ApiModel {
  const apiId = api.identity.ref;
  const unsupported: string[] = [];
  const ofApi = (type: string): StackResource[] =>
    stack.ofType(type).filter((resource) => resource.properties().RestApiId === apiId);
  const properties = apiSchema.parse(api.properties());
  if (properties.Body !== undefined || properties.BodyS3Location !== undefined)
    unsupported.push(`${api.logicalId}: an OpenAPI body`);
  if (properties.Policy !== undefined) {
    for (const part of unjudgedPolicyParts(properties.Policy))
      unsupported.push(`${api.logicalId}: ${part} in its policy`);
  }
  const isMapped = stack
    .ofType('AWS::ApiGateway::BasePathMapping')
    .some((mapping) => mapping.properties().RestApiId === apiId);
  if (properties.DisableExecuteApiEndpoint && !isMapped)
    unsupported.push(
      `${api.logicalId}: DisableExecuteApiEndpoint without a custom domain, nobody reaches it`,
    );

  const [stage] = ofApi('AWS::ApiGateway::Stage');
  const {
    Variables: stageVariables = null,
    MethodSettings,
    AccessLogSetting,
  } = stageSchema.parse(stage?.properties() ?? {});
  if (MethodSettings.some(({ CachingEnabled }) => CachingEnabled))
    unsupported.push(`${api.logicalId}: CachingEnabled`);
  const paths = resourcePaths(
    ofApi('AWS::ApiGateway::Resource'),
    api.identity.attributes.RootResourceId ?? '',
  );

  const authorizers = new Map<string, AuthorizerModel>();
  for (const resource of ofApi('AWS::ApiGateway::Authorizer')) {
    const read = authorizerSchema.safeParse(resource.properties());
    if (!read.success || read.data.Type !== 'TOKEN') {
      unsupported.push(`${resource.logicalId}: an authorizer that is not of type TOKEN`);
      continue;
    }
    const { IdentityValidationExpression: expression } = read.data;
    authorizers.set(resource.identity.ref, {
      id: resource.identity.ref,
      functionArn: functionArnOf(read.data.AuthorizerUri),
      identityHeader: read.data.IdentitySource.replace(/^method\.request\.header\./, ''),
      validation: expression === undefined ? undefined : new RegExp(`^(?:${expression})$`),
      ttlSeconds: read.data.AuthorizerResultTtlInSeconds,
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
    const integration =
      missing.length > 0 ? unsupportedIntegration(missing.join(', ')) : readIntegration(method.Integration);
    if (integration.kind === 'unsupported') unsupported.push(`${resource.logicalId}: ${integration.reason}`);
    const resourcePath = paths.get(method.ResourceId) ?? '/';
    return {
      httpMethod: method.HttpMethod,
      resourcePath,
      resourceId: method.ResourceId,
      authorizer,
      integration,
      throttle: methodThrottle(MethodSettings, method.HttpMethod, resourcePath),
    };
  });

  return {
    logicalId: api.logicalId,
    apiId,
    stage: stage?.identity.ref ?? 'local',
    stageVariables,
    binaryMediaTypes: properties.BinaryMediaTypes,
    policy: properties.Policy === undefined ? undefined : parsePolicyDocument(properties.Policy),
    accessLogFormat: AccessLogSetting?.Format,
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
