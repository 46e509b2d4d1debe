import fastifySwagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { type HttpApp, problemSchema } from '@switchyard/core/http';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import * as z from 'zod';
import {
  type OpenApiDocument,
  type OpenApiOperation,
  type OpenApiParameter,
  type OpenApiResponse,
  openApiDocumentSchema,
  operationsOf,
} from './openapi-document.ts';

export type AppDescription = {
  /** What the routes do not say. */
  readonly frame: NonNullable<FastifyDynamicSwaggerOptions['openapi']>;
  /** Schemas that are described once, under these names; `Problem` always is. */
  readonly components?: Readonly<Record<string, z.ZodType>> | undefined;
};

/**
 * The OpenAPI 3.1 document of an app, from the zod schemas that its routes validate with, without what zod and
 * `@fastify/swagger` write for machines only.
 */
export async function describeApp(
  app: HttpApp,
  { frame, components }: AppDescription,
): Promise<OpenApiDocument> {
  for (const [id, schema] of Object.entries({ Problem: problemSchema, ...components })) {
    z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id });
  }
  // Called, not registered: its hook must be there before the routes, which were queued when the app was made.
  fastifySwagger(app, { ...TRANSFORMS, openapi: { openapi: '3.1.0', ...frame } }, () => undefined);
  await app.ready();
  const rendered = openApiDocumentSchema.parse(JSON.parse(JSON.stringify(app.swagger()), withoutArtefacts));
  const document = withoutUnusedSchemas({ ...rendered, components: openResponses(rendered.components) });
  for (const { operation } of operationsOf(document)) {
    if (operation.requestBody !== undefined) {
      allowNoBody(operation.requestBody);
      withoutRepeatedDescription(operation.requestBody);
    }
    operation.responses = openResponses(operation.responses);
    for (const response of Object.values(operation.responses)) {
      if ('description' in response) withoutRepeatedDescription(response);
    }
    for (const parameter of operation.parameters ?? []) describeParameter(parameter);
  }
  return document;
}

const TRANSFORMS = {
  transform: jsonSchemaTransform,
  transformObject: jsonSchemaTransformObject,
  convertConstToEnum: false,
} as const;

const toUpperCase = (text: string): string => text.toUpperCase();

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Leaves out what zod writes to mirror its own checks, and what says nothing to a reader. */
function withoutArtefacts(key: string, value: unknown): unknown {
  // The keys of `properties` are names that the schema's author chose.
  if (!isObject(value) || key === 'properties') return value;
  const { minimum, maximum, pattern, propertyNames, additionalProperties, example, ...rest } = value;
  return {
    ...rest,
    ...(example === undefined ? {} : isSchema(value) ? { examples: [example] } : { example }),
    ...(minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? {} : { minimum }),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum }),
    ...(pattern === undefined || value.format === 'date-time' ? {} : { pattern }),
    ...(propertyNames === undefined || saysOnlyString(propertyNames) ? {} : { propertyNames }),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: isEmptySchema(additionalProperties) || additionalProperties }),
  };
}

const isEmptySchema = (value: unknown): boolean => isObject(value) && Object.keys(value).length === 0;

/** Of a property's name, that it is a string. */
const saysOnlyString = (value: unknown): boolean =>
  isObject(value) && Object.keys(value).length === 1 && value.type === 'string';

/** Parameters and media have an `example`; in schemas JSON Schema's own `examples` replaces it since OpenAPI 3.1. */
const isSchema = (value: Record<string, unknown>): boolean => !('schema' in value);

/** An example belongs to the parameter, where pages look for it. */
function describeParameter(parameter: OpenApiParameter): void {
  if (parameter.in === 'header') parameter.name = parameter.name.replaceAll(/\b[a-z]/g, toUpperCase);
  if (!isObject(parameter.schema) || !Array.isArray(parameter.schema.examples)) return;
  const { examples, ...schema } = parameter.schema;
  parameter.schema = schema;
  parameter.example = examples[0];
}

/** The plugin takes the description from the schema, and leaves it there too. */
function withoutRepeatedDescription(
  part: Pick<OpenApiResponse, 'content'> & { description?: unknown },
): void {
  for (const media of Object.values(part.content ?? {})) {
    if (!isObject(media.schema) || media.schema.description !== part.description) continue;
    const { description: _, ...schema } = media.schema;
    media.schema = schema;
  }
}

/** Answers may gain properties without being another version of the API, so none is said to be closed. */
function openResponses<T>(part: T): T {
  return JSON.parse(JSON.stringify(part), (_key, value: unknown) => {
    if (!isObject(value) || value.additionalProperties !== false) return value;
    const { additionalProperties: _, ...open } = value;
    return open;
  });
}

/** `null` stands for no body, which OpenAPI says with `required`. */
function allowNoBody(requestBody: NonNullable<OpenApiOperation['requestBody']>): void {
  for (const media of Object.values(requestBody.content)) {
    if (!isObject(media.schema) || !Array.isArray(media.schema.anyOf)) continue;
    const [schema, ...others]: unknown[] = media.schema.anyOf.filter(
      (one) => !isObject(one) || one.type !== 'null',
    );
    if (others.length > 0 || schema === undefined) continue;
    media.schema = schema;
    requestBody.required = false;
  }
}

/** The transform writes each schema twice, as it is read and as it is sent; one of them is seldom referred to. */
function withoutUnusedSchemas(document: OpenApiDocument): OpenApiDocument {
  const { schemas } = document.components;
  const text = JSON.stringify(document);
  const used = Object.entries(schemas).filter(([name]) =>
    text.includes(`"$ref":"#/components/schemas/${name}"`),
  );
  if (used.length === Object.keys(schemas).length) return document;
  return withoutUnusedSchemas({
    ...document,
    components: { ...document.components, schemas: Object.fromEntries(used) },
  });
}
