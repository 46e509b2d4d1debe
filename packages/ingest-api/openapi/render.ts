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
import {
  attemptViewSchema,
  deliverySummarySchema,
  deliveryViewSchema,
  eventSummarySchema,
} from '../src/events/event-view.ts';
import {
  messageSummarySchema,
  messageViewSchema,
  timelineEntryViewSchema,
} from '../src/messages/message-view.ts';
import { routes } from '../src/routes.ts';
import { deliveryWebhook } from './delivery-webhook.ts';
import { DESCRIPTION } from './description.ts';
import { EXAMPLE_REQUEST_ID, exampleEvent } from './example-event.ts';
import { exampleDeps, exchanges } from './exchanges.ts';

/** What the routes do not say. */
const frame = (version: string) => ({
  info: { title: 'Switchyard API', version, description: DESCRIPTION },
  // Not the webhook's tag: Swagger UI would show it empty, apart from the webhook.
  tags: [
    { name: 'Events', description: 'Send events, and see what became of them.' },
    { name: 'Messages', description: 'What providers report on the messages that you send through them.' },
  ],
  components: {
    securitySchemes: {
      apiKey: {
        type: 'http' as const,
        scheme: 'bearer',
        bearerFormat: 'sy_live_…',
        description: 'Your tenant’s API key. Paste it without the word “Bearer”.',
      },
    },
  },
  webhooks: { delivery: deliveryWebhook },
});

const packageSchema = z.object({ version: z.string() });

/** The API's OpenAPI 3.1 document. For build time: `node scripts/generate.ts` writes it to docs/openapi/. */
export async function renderOpenApi(): Promise<object> {
  const { version } = packageSchema.parse(
    JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')),
  );
  const app = createApp(exampleDeps);
  const handler = createLambdaHandler(awsLambdaFastify, app);
  const document = await renderApp(app, {
    frame: frame(version),
    components: {
      EventSummary: eventSummarySchema,
      DeliverySummary: deliverySummarySchema,
      Delivery: deliveryViewSchema,
      Attempt: attemptViewSchema,
      MessageSummary: messageSummarySchema,
      Message: messageViewSchema,
      TimelineEntry: timelineEntryViewSchema,
    },
  });
  const authorizer = { tenantId: exampleEvent.tenantId };
  const send = (request: ExampleRequest) =>
    handler(apiGatewayEvent({ ...request, authorizer, requestId: EXAMPLE_REQUEST_ID }), lambdaContext());
  await recordExamples(document, send, exchanges);
  describeResponses(document);
  addAccess(document);
  describeReplay(document);
  describeRetryAfter(document);
  shareGatewayProblems(document, ['NotAuthenticated', 'AccessDenied', 'Throttled'], EXAMPLE_REQUEST_ID);
  await app.close();
  return document;
}

function describeResponses(document: OpenApiDocument): void {
  for (const { operation } of operationsOf(document)) {
    if (operation.operationId === 'listEvents') responseOf(operation, 200).description = 'A page of events.';
    if (operation.operationId === 'getEvent') responseOf(operation, 200).description = 'The event.';
    if (operation.operationId === 'getMessage') responseOf(operation, 200).description = 'The message.';
    if (operation.operationId !== 'putMessage') continue;
    responseOf(operation, 200).description = 'It was registered before; external_id may have changed.';
    responseOf(operation, 201).description = 'Registered.';
  }
}

/** @throws RangeError when the app has an operation that `routes` does not list */
function addAccess(document: OpenApiDocument): void {
  for (const { path, method, operation } of operationsOf(document)) {
    const route = routes.find((one) => one.path === path && one.method.toLowerCase() === method);
    if (route === undefined) throw new RangeError(`${method} ${path} is not listed in routes.ts.`);
    operation.security = route.access === 'tenant' ? [{ apiKey: [] }] : [];
  }
}

function describeReplay(document: OpenApiDocument): void {
  for (const { operation } of operationsOf(document)) {
    if (operation.operationId !== 'postEvent') continue;
    responseOf(operation, 201).headers = {
      'Idempotent-Replayed': {
        description: '`true` when an earlier request with this Idempotency-Key had made the event.',
        schema: { type: 'string', const: 'true' },
      },
    };
  }
}
