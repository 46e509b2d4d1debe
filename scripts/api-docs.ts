/** docs/api.md, from the OpenAPI document of the tenants' API. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { code, inCell, table } from './markdown.ts';

const exampleSchema = z.object({ summary: z.string().optional(), value: z.unknown() });
const valueSchema = z.object({
  type: z.string(),
  description: z.string().default(''),
  enum: z.array(z.string()).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
});
/** A body's own fields, or none that are prescribed; what is answered is shown by example. */
const bodySchema = z.object({
  properties: z.record(z.string(), valueSchema).default({}),
  required: z.array(z.string()).default([]),
});
const mediaSchema = z.object({ examples: z.record(z.string(), exampleSchema).default({}) });
const contentSchema = z.record(z.string(), mediaSchema).default({});
const responseSchema = z.object({ description: z.string(), content: contentSchema });
const refSchema = z.object({ $ref: z.string() });
const operationSchema = z.object({
  summary: z.string(),
  description: z.string().default(''),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        description: z.string().default(''),
        schema: valueSchema,
        example: z.string().optional(),
      }),
    )
    .default([]),
  requestBody: z
    .object({
      required: z.boolean().default(false),
      description: z.string().default(''),
      content: z.record(z.string(), mediaSchema.extend({ schema: bodySchema })),
    })
    .optional(),
  responses: z.record(z.string(), z.union([refSchema, responseSchema])),
});
type Operation = z.infer<typeof operationSchema>;
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  webhooks: z.object({ delivery: z.object({ post: operationSchema }) }),
  components: z.object({ responses: z.record(z.string(), responseSchema) }),
});
type Document = z.infer<typeof documentSchema>;

const SOURCE = new URL('../docs/openapi/ingest-api.json', import.meta.url);

export function renderApiDocs(): string {
  const document = documentSchema.parse(JSON.parse(readFileSync(SOURCE, 'utf8')));
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      title: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );
  return `# API

<!-- Made by scripts/generate.ts from docs/openapi/ingest-api.json, which is made from the routes. Change those, then run \`pnpm generate\`. -->

The tenants' API, as [OpenAPI](openapi/ingest-api.json) describes it; a deployment shows it at \`/v1/docs\` and \`/v1/redoc\`. Every request carries \`Authorization: Bearer <API key>\`. Errors are \`application/problem+json\` with a stable \`code\`: branch on that.

${table(
  ['Operation', 'What it does'],
  operations.map(({ title, operation }) => [code(title), inCell(operation.summary)]),
)}

${operations.map(({ title, operation }) => renderOperation(title, operation, document)).join('\n\n')}

${renderDelivery(document.webhooks.delivery.post)}
`;
}

function renderOperation(title: string, operation: Operation, document: Document): string {
  const { responses } = operation;
  const answers = Object.entries(responses).map(([status, response]) => ({
    status,
    response: '$ref' in response ? referred(response.$ref, document) : response,
  }));
  return [
    ...renderRequest(title, operation),
    ...answers
      .filter(({ status }) => status.startsWith('2'))
      .flatMap(({ status, response }) => [
        `**${status}** ${response.description}`,
        ...firstExample(response.content),
      ]),
    table(
      ['Error', 'When', 'Codes'],
      answers
        .filter(({ status }) => !status.startsWith('2'))
        .map(({ status, response }) => [status, inCell(response.description), codesIn(response.content)]),
    ),
  ].join('\n\n');
}

/** The other way round: what an endpoint gets, and what its answer leads to. */
function renderDelivery(operation: Operation): string {
  return [
    ...renderRequest('Deliveries to your endpoints', operation),
    'With these headers:',
    `\`\`\`text\n${operation.parameters.map(({ name, example = '' }) => `${name}: ${example}`).join('\n')}\n\`\`\``,
    table(
      ['Your answer', 'What follows'],
      Object.entries(operation.responses)
        .flatMap(([status, response]) => ('$ref' in response ? [] : [{ status, response }]))
        .map(({ status, response }) => [
          status === 'default' ? 'otherwise' : status,
          inCell(response.description),
        ]),
    ),
  ].join('\n\n');
}

function renderRequest(
  title: string,
  { summary, description, parameters, requestBody }: Operation,
): string[] {
  return [
    `## ${title}`,
    joined(`${summary}.`, description),
    ...(parameters.length === 0 ? [] : [parameterTable(parameters)]),
    ...(requestBody === undefined ? [] : renderBody(requestBody)),
  ];
}

const joined = (...texts: string[]): string => texts.filter((text) => text !== '').join(' ');

function parameterTable(parameters: Operation['parameters']): string {
  return table(
    ['Parameter', 'In', 'Value', 'Description'],
    parameters.map(({ name, in: where, required, schema, description }) => [
      code(name),
      required ? `${where}, required` : where,
      inCell(allowed(schema)),
      inCell(description),
    ]),
  );
}

function renderBody({ required, description, content }: NonNullable<Operation['requestBody']>): string[] {
  const fields = Object.values(content).flatMap(({ schema }) =>
    Object.entries(schema.properties).map(([name, value]) => [
      schema.required.includes(name) ? `${code(name)}, required` : code(name),
      inCell(allowed(value)),
      inCell(value.description),
    ]),
  );
  return [
    joined(required ? '**Body.**' : '**Body**, if any.', description),
    ...(fields.length === 0 ? [] : [table(['Field', 'Value', 'Description'], fields)]),
    ...firstExample(content),
  ];
}

/** In the narrowest words that there are for it. */
function allowed({ type, enum: values, format, pattern, default: otherwise }: z.infer<typeof valueSchema>) {
  const form =
    values?.map(code).join(', ') ?? (pattern === undefined ? undefined : code(pattern)) ?? format ?? type;
  return otherwise === undefined ? form : `${form}; ${code(String(otherwise))} if left out`;
}

/** The first says what it looks like; the OpenAPI document has all. */
function firstExample(content: z.infer<typeof contentSchema>): string[] {
  const [example] = Object.values(content).flatMap(({ examples }) => Object.values(examples));
  return example === undefined ? [] : [`\`\`\`json\n${JSON.stringify(example.value, null, 2)}\n\`\`\``];
}

function codesIn(content: z.infer<typeof contentSchema>): string {
  const problemSchema = z.object({ code: z.string() });
  const codes = Object.values(content).flatMap(({ examples }) =>
    Object.values(examples).flatMap(({ value }) => {
      const problem = problemSchema.safeParse(value);
      return problem.success ? [code(problem.data.code)] : [];
    }),
  );
  return [...new Set(codes)].join(', ');
}

function referred($ref: string, { components }: Document): z.infer<typeof responseSchema> {
  const response = components.responses[$ref.replace('#/components/responses/', '')];
  if (response === undefined) throw new Error(`The OpenAPI document refers to ${$ref}, which is not there.`);
  return response;
}
