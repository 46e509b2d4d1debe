import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '@switchyard/aws-local/json';
import * as z from 'zod';
import { ROOT } from '../src/session/paths.ts';

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
  parameters: z.array(z.object({ name: z.string(), in: z.string() })).default([]),
  requestBody: bodySchema.optional(),
});
const documentSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) });

/** What the OpenAPI document says of one operation that needs an API key. */
export type ApiOperation = {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly pathParameters: readonly string[];
  readonly queryParameters: readonly string[];
  /** The names of the body's fields; none where it takes no body. */
  readonly bodyFields: readonly string[];
  /** The body of the first example; absent where it takes none, or has no example. */
  readonly example: Readonly<Record<string, unknown>> | undefined;
};

/** Every operation for tenants, so that what is tried of all of them is tried of the next one as well. */
export function tenantOperations(): readonly ApiOperation[] {
  const text = readFileSync(join(ROOT, 'docs/openapi/ingest-api.json'), 'utf8');
  return Object.entries(documentSchema.parse(JSON.parse(text)).paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { security }]) => security.some((scheme) => 'apiKey' in scheme))
      .map(([method, operation]) => toOperation(method, path, operation)),
  );
}

function toOperation(
  method: string,
  path: string,
  { parameters, requestBody, operationId }: z.infer<typeof operationSchema>,
): ApiOperation {
  const namesIn = (place: string) => parameters.filter((one) => one.in === place).map(({ name }) => name);
  const json = requestBody?.content['application/json'];
  const [example] = Object.values(json?.examples ?? {});
  return {
    name: operationId,
    method: method.toUpperCase(),
    path,
    pathParameters: namesIn('path'),
    queryParameters: namesIn('query'),
    bodyFields: Object.keys(json?.schema.properties ?? {}),
    example: isObject(example?.value) ? example.value : requestBody?.required ? {} : undefined,
  };
}
