import * as z from 'zod';
import { parsePolicyDocument } from '../iam/statement.ts';
import type { Stack, StackResource } from '../template/load-stack.ts';
import type { ApiModel, AuthorizerModel, GatewayResponseModel, MethodModel } from './api-model.ts';
import {
  functionArnOf,
  integrationSchema,
  readIntegration,
  texts,
  unsupportedIntegration,
} from './read-integration.ts';
import { unsupportedPolicyParts } from './resource-policy.ts';
import { methodSettingsSchema, methodThrottle } from './throttle.ts';

const apiSchema = z.object({
  ApiKeySourceType: z.enum(['HEADER', 'AUTHORIZER']).default('HEADER'),
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

/** Gathers all that the template says of one REST API. */
export function readApi(stack: Stack, api: StackResource): ApiModel {
  const apiId = api.identity.ref;
  const unsupported: string[] = [];
  const ofApi = (type: string): StackResource[] =>
    stack.ofType(type).filter((resource) => resource.properties().RestApiId === apiId);
  const properties = apiSchema.parse(api.properties());
  const [stage] = ofApi('AWS::ApiGateway::Stage');
  const { Variables, MethodSettings, AccessLogSetting } = stageSchema.parse(stage?.properties() ?? {});

  const isMapped = stack
    .ofType('AWS::ApiGateway::BasePathMapping')
    .some((mapping) => mapping.properties().RestApiId === apiId);
  const cannot = [
    ...(properties.Body === undefined && properties.BodyS3Location === undefined ? [] : ['an OpenAPI body']),
    ...(properties.Policy === undefined ? [] : unsupportedPolicyParts(properties.Policy)).map(
      (part) => `${part} in its policy`,
    ),
    ...(properties.DisableExecuteApiEndpoint && !isMapped
      ? ['DisableExecuteApiEndpoint without a custom domain, nobody reaches it']
      : []),
    ...(MethodSettings.some(({ CachingEnabled }) => CachingEnabled) ? ['CachingEnabled'] : []),
  ];
  unsupported.push(...cannot.map((what) => `${api.logicalId}: ${what}`));

  const authorizers = readAuthorizers(ofApi('AWS::ApiGateway::Authorizer'), unsupported);
  const rootId = api.identity.attributes.RootResourceId ?? '';
  const paths = resourcePaths(ofApi('AWS::ApiGateway::Resource'), rootId);
  return {
    logicalId: api.logicalId,
    apiId,
    stage: stage?.identity.ref ?? 'local',
    stageVariables: Variables ?? null,
    apiKeySource: properties.ApiKeySourceType,
    binaryMediaTypes: properties.BinaryMediaTypes,
    policy: properties.Policy === undefined ? undefined : parsePolicyDocument(properties.Policy),
    accessLogFormat: AccessLogSetting?.Format,
    methods: ofApi('AWS::ApiGateway::Method').map((resource) => {
      const method = readMethod(resource, authorizers, paths, unsupported);
      return { ...method, throttle: methodThrottle(MethodSettings, method.httpMethod, method.resourcePath) };
    }),
    gatewayResponses: new Map(ofApi('AWS::ApiGateway::GatewayResponse').map(readGatewayResponse)),
    unsupported,
  };
}

const authorizerSchema = z.object({
  Type: z.string(),
  AuthorizerUri: z.string(),
  IdentitySource: z.string().default('method.request.header.Authorization'),
  IdentityValidationExpression: z.string().optional(),
  AuthorizerResultTtlInSeconds: z.coerce.number().default(300),
});

function readAuthorizers(
  resources: readonly StackResource[],
  unsupported: string[],
): Map<string, AuthorizerModel> {
  const authorizers = new Map<string, AuthorizerModel>();
  for (const resource of resources) {
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
  return authorizers;
}

const methodSchema = z.object({
  HttpMethod: z.string(),
  ResourceId: z.string(),
  AuthorizationType: z.string().default('NONE'),
  AuthorizerId: z.string().optional(),
  ApiKeyRequired: z.boolean().default(false),
  RequestValidatorId: z.unknown().optional(),
  Integration: integrationSchema.optional(),
});

function readMethod(
  resource: StackResource,
  authorizers: ReadonlyMap<string, AuthorizerModel>,
  paths: ReadonlyMap<string, string>,
  unsupported: string[],
): Omit<MethodModel, 'throttle'> {
  const method = methodSchema.parse(resource.properties());
  const authorizer = authorizers.get(method.AuthorizerId ?? '');
  const missing = [
    ...(method.RequestValidatorId === undefined ? [] : ['request validators']),
    ...(method.AuthorizationType === 'NONE' || authorizer
      ? []
      : [`authorization ${method.AuthorizationType}`]),
  ];
  const integration =
    missing.length > 0 ? unsupportedIntegration(missing.join(', ')) : readIntegration(method.Integration);
  if (integration.kind === 'unsupported') unsupported.push(`${resource.logicalId}: ${integration.reason}`);
  return {
    httpMethod: method.HttpMethod,
    resourcePath: paths.get(method.ResourceId) ?? '/',
    resourceId: method.ResourceId,
    authorizer,
    integration,
    apiKeyRequired: method.ApiKeyRequired,
  };
}

const gatewayResponseSchema = z.object({
  ResponseType: z.string(),
  StatusCode: z.coerce.string().optional(),
  ResponseParameters: texts,
  ResponseTemplates: texts,
});

function readGatewayResponse(resource: StackResource): [type: string, GatewayResponseModel] {
  const { ResponseType, StatusCode, ResponseParameters, ResponseTemplates } = gatewayResponseSchema.parse(
    resource.properties(),
  );
  return [
    ResponseType,
    { statusCode: StatusCode, parameters: ResponseParameters, templates: ResponseTemplates },
  ];
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
