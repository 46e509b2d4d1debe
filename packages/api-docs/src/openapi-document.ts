import * as z from 'zod';

const mediaSchema = z.looseObject({
  schema: z.unknown(),
  example: z.unknown().optional(),
  examples: z.record(z.string(), z.unknown()).optional(),
});
const responseSchema = z.looseObject({
  description: z.string(),
  headers: z.record(z.string(), z.unknown()).optional(),
  content: z.record(z.string(), mediaSchema).optional(),
});
const parameterSchema = z.looseObject({
  name: z.string(),
  in: z.string(),
  description: z.string().optional(),
  schema: z.unknown(),
  example: z.unknown().optional(),
});
const operationSchema = z.looseObject({
  tags: z.array(z.string()).optional(),
  operationId: z.string(),
  summary: z.string().optional(),
  description: z.string().optional(),
  parameters: z.array(parameterSchema).optional(),
  requestBody: z
    .looseObject({ required: z.boolean().optional(), content: z.record(z.string(), mediaSchema) })
    .optional(),
  responses: z.record(z.string(), z.union([responseSchema, z.object({ $ref: z.string() })])),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
});

/**
 * The parts of an OpenAPI 3.1 document that are worked on here, in the order in which they are written; everything
 * else is kept as it is.
 */
export const openApiDocumentSchema = z.looseObject({
  openapi: z.literal('3.1.0'),
  info: z.unknown(),
  tags: z.unknown().optional(),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  webhooks: z.unknown().optional(),
  components: z.looseObject({
    schemas: z.record(z.string(), z.unknown()),
    responses: z.record(z.string(), responseSchema).optional(),
  }),
});
export type OpenApiDocument = z.infer<typeof openApiDocumentSchema>;
export type OpenApiOperation = z.infer<typeof operationSchema>;
export type OpenApiParameter = z.infer<typeof parameterSchema>;
export type OpenApiResponse = z.infer<typeof responseSchema>;

export function* operationsOf({
  paths,
}: OpenApiDocument): Generator<{ path: string; method: string; operation: OpenApiOperation }> {
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) yield { path, method, operation };
  }
}

/** @throws RangeError when the operation has no such response of its own, or only a reference to a shared one */
export function responseOf(operation: OpenApiOperation, status: number | string): OpenApiResponse {
  const response = operation.responses[status];
  if (response === undefined || !('description' in response))
    throw new RangeError(`Operation ${operation.operationId} describes no response ${status}.`);
  return response;
}
