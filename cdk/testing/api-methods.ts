import * as z from 'zod';
import { nameOf, propertiesOf, type Template } from './synthesize.ts';

export const HOOKS = 'HooksApi';
export const RECEIVER = 'ReceiverApiRestApi';

export const refSchema = z.object({ Ref: z.string() });

const resourceSchema = z.object({
  PathPart: z.string(),
  ParentId: z.union([refSchema, z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) })]),
});

const methodSchema = z.object({
  HttpMethod: z.string(),
  RestApiId: refSchema,
  ResourceId: refSchema,
  AuthorizationType: z.string(),
  AuthorizerId: refSchema.optional(),
  Integration: z.object({ Type: z.string(), Uri: z.unknown().optional() }),
});

function pathOf(template: Template, resourceId: string): string {
  const { PathPart, ParentId } = resourceSchema.parse(template.Resources[resourceId]?.Properties);
  return `${'Ref' in ParentId ? pathOf(template, ParentId.Ref) : ''}/${PathPart}`;
}

export function methodsOf(template: Template, api: string) {
  return Object.values(propertiesOf(template, 'AWS::ApiGateway::Method'))
    .map((properties) => ({ ...methodSchema.parse(properties), properties }))
    .filter(({ RestApiId }) => nameOf(RestApiId.Ref) === api)
    .map((method) => ({ ...method, path: pathOf(template, method.ResourceId.Ref) }));
}

export const isPreflight = ({ HttpMethod }: { readonly HttpMethod: string }): boolean =>
  HttpMethod === 'OPTIONS';
