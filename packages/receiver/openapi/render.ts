import { readFile } from 'node:fs/promises';
import awsLambdaFastify from '@fastify/aws-lambda';
import {
  describeRetryAfter,
  type ExampleRequest,
  type OpenApiDocument,
  operationsOf,
  recordExamples,
  renderOpenApi as renderApp,
  responseOf,
  shareGatewayProblems,
} from '@switchyard/api-docs/openapi';
import { createLambdaHandler } from '@switchyard/core/http';
import { apiGatewayEvent, lambdaContext } from '@switchyard/core/testing';
import * as z from 'zod';
import { createApp } from '../src/app.ts';
import { EXAMPLE_REQUEST_ID, states } from './exchanges.ts';

/** What the routes do not say. */
const frame = (version: string) => ({
  info: { title: 'Switchyard receiver', version, description: DESCRIPTION },
  tags: [
    { name: 'Deliveries', description: 'What Switchyard calls.' },
    { name: 'Operation', description: 'Health, and the switch.' },
  ],
  components: {
    securitySchemes: {
      operatorToken: {
        type: 'http' as const,
        scheme: 'bearer',
        description: 'The operator’s token, from Secrets Manager. Paste it without the word “Bearer”.',
      },
    },
  },
});

const DESCRIPTION = `
The endpoint that comes with Switchyard: give a tenant the target URL \`…/{tenant_id}/webhook\` and watch its events
arrive, with their signatures verified. It stores none of them.

An operator can switch it off to see retries: every delivery is then answered 503. Errors are problem documents
(RFC 9457, \`application/problem+json\`); branch on \`code\`.
`.trim();

const packageSchema = z.object({ version: z.string() });

/** The receiver's OpenAPI 3.1 document. For build time: `node scripts/generate.ts` writes it to docs/openapi/. */
export async function renderOpenApi(): Promise<object> {
  const { version } = packageSchema.parse(
    JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')),
  );
  const apps = states.map(({ deps, exchanges }) => {
    const app = createApp(deps);
    return { app, handler: createLambdaHandler(awsLambdaFastify, app), exchanges };
  });
  const [described] = apps;
  if (described === undefined) throw new RangeError('There is no app to describe.');
  const document = await renderApp(described.app, { frame: frame(version) });
  describeResponses(document);
  for (const { app, handler, exchanges } of apps) {
    const send = (request: ExampleRequest) =>
      handler(apiGatewayEvent({ ...request, requestId: EXAMPLE_REQUEST_ID }), lambdaContext());
    await recordExamples(document, send, exchanges);
    await app.close();
  }
  describeRetryAfter(document);
  shareGatewayProblems(document, ['Throttled'], EXAMPLE_REQUEST_ID);
  return document;
}

const OPERATOR_ONLY = new Set(['enable', 'disable', 'status']);

function describeResponses(document: OpenApiDocument): void {
  for (const { operation } of operationsOf(document)) {
    const { operationId } = operation;
    const isOperatorOnly = OPERATOR_ONLY.has(operationId);
    operation.security = isOperatorOnly ? [{ operatorToken: [] }] : [];
    // OpenAPI has the security scheme say it.
    operation.parameters = operation.parameters?.filter(({ name }) => name !== 'Authorization');
    // No tenant calls here, so none is refused as suspended.
    delete operation.responses[403];
    responseOf(operation, 200).description = SUCCESS[operationId] ?? 'Done.';
    if (isOperatorOnly) responseOf(operation, 401).description = 'No operator token, or a wrong one.';
    if (operationId === 'receiveDelivery') {
      operation.requestBody = EVENT_BODY;
      responseOf(operation, 401).description = 'The signature is missing, wrong, or more than 300 s away.';
      responseOf(operation, 413).description = 'The body is larger than 1 MiB.';
      responseOf(operation, 503).description = 'Switched off by an operator, or the store did not answer.';
    }
  }
}

const SUCCESS: Readonly<Record<string, string>> = {
  receiveDelivery: 'Verified. A replay within the tolerance is taken too, and flagged.',
  health: 'It is up.',
  enable: 'Deliveries are taken.',
  disable: 'Deliveries are answered 503.',
  status: 'The state of the switch.',
};

const EVENT_BODY = {
  required: true,
  description: 'The event, byte for byte as its tenant sent it.',
  content: { 'application/json': { schema: { type: 'object', additionalProperties: true } } },
};
