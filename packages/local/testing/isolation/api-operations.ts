import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '@switchyard/aws-local/json';
import * as z from 'zod';
import { ROOT } from '../../src/session/paths.ts';
import { isIdName } from './found-ids.ts';

const parameterSchema = z.object({
  name: z.string(),
  in: z.string(),
  schema: z
    .looseObject({ type: z.string().optional(), format: z.string().optional(), enum: z.unknown().optional() })
    .default({}),
});
type Parameter = z.infer<typeof parameterSchema>;
const jsonSchema = z.looseObject({ properties: z.record(z.string(), z.unknown()).default({}) });
const bodySchema = z.object({
  required: z.boolean().default(false),
  content: z.object({
    'application/json': z
      .object({
        schema: jsonSchema.default({ properties: {} }),
        examples: z.record(z.string(), z.object({ value: z.unknown() })).default({}),
      })
      .optional(),
  }),
});
const operationSchema = z.object({
  operationId: z.string(),
  security: z.array(z.record(z.string(), z.unknown())).default([]),
  parameters: z.array(parameterSchema).default([]),
  requestBody: bodySchema.optional(),
});
const documentSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) });

/** What an OpenAPI document says of one operation. */
export type ApiOperation = {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** Whether it needs a tenant's API key. */
  readonly needsKey: boolean;
  readonly pathParameters: readonly string[];
  readonly queryParameters: readonly string[];
  /** Parameters of the query that can name something: neither figures nor times nor one of a few words. */
  readonly namingParameters: readonly string[];
  readonly headers: readonly string[];
  /** The names of the body's fields; none where it takes no body. */
  readonly bodyFields: readonly string[];
  /** Ids deeper in the body. */
  readonly deepIds: readonly string[];
  /** The body of the first example; absent where it takes none, or has no example. */
  readonly example: Readonly<Record<string, unknown>> | undefined;
};

/** Every operation of the hooks' API, so that what is tried of all of them is tried of the next one as well. */
export function apiOperations(): readonly ApiOperation[] {
  const text = readFileSync(join(ROOT, 'docs/openapi/ingest-api.json'), 'utf8');
  return Object.entries(documentSchema.parse(JSON.parse(text)).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => toOperation(method, path, operation)),
  );
}

/** Not what pages are asked for with, which is tried on its own. */
const canName = ({ name, schema }: Parameter): boolean =>
  name !== 'next_token' &&
  schema.type === 'string' &&
  schema.format === undefined &&
  schema.enum === undefined;

function toOperation(
  method: string,
  path: string,
  { parameters, requestBody, operationId, security }: z.infer<typeof operationSchema>,
): ApiOperation {
  const isIn = (place: string) => (one: Parameter) => one.in === place;
  const namesOf = (some: readonly Parameter[]) => some.map(({ name }) => name);
  const json = requestBody?.content['application/json'];
  const [example] = Object.values(json?.examples ?? {});
  const fields = json?.schema.properties ?? {};
  return {
    name: operationId,
    method: method.toUpperCase(),
    path,
    needsKey: security.some((scheme) => 'apiKey' in scheme),
    pathParameters: namesOf(parameters.filter(isIn('path'))),
    queryParameters: namesOf(parameters.filter(isIn('query'))),
    namingParameters: namesOf(parameters.filter(isIn('query')).filter(canName)),
    headers: namesOf(parameters.filter(isIn('header'))),
    bodyFields: Object.keys(fields),
    deepIds: Object.values(fields).flatMap(idNamesIn),
    example: isObject(example?.value) ? example.value : requestBody?.required ? {} : undefined,
  };
}

/** Of a JSON schema. */
function idNamesIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(idNamesIn);
  if (!isObject(schema)) return [];
  const names = isObject(schema.properties) ? Object.keys(schema.properties).filter(isIdName) : [];
  return [...names, ...Object.values(schema).flatMap(idNamesIn)];
}
