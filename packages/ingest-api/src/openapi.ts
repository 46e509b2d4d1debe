import { readFile } from 'node:fs/promises';
import fastifySwagger from '@fastify/swagger';
import {
  describeRetryAfter,
  type OpenApiDocument,
  openApiTransforms,
  operationsOf,
  recordExamples,
  renderOpenApi as renderApp,
  responseOf,
  shareGatewayProblems,
} from '@switchyard/core/documentation';
import { createLambdaHandler } from '@switchyard/core/http';
import * as z from 'zod';
import { createApp } from './app.ts';
import {
  attemptViewSchema,
  deliverySummarySchema,
  deliveryViewSchema,
  eventSummarySchema,
} from './events/event-view.ts';
import { messageSummarySchema, messageViewSchema, timelineEntryViewSchema } from './messages/message-view.ts';
import { deliveryWebhook } from './openapi/delivery-webhook.ts';
import { DESCRIPTION } from './openapi/description.ts';
import { EXAMPLE_REQUEST_ID } from './openapi/example-event.ts';
import { exampleDeps, exchanges } from './openapi/exchanges.ts';
import { routes } from './routes.ts';

/** What the routes do not say. */
const frame = (version: string) => ({
  openapi: '3.1.0',
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
  const handler = createLambdaHandler(app);
  // Called, not registered: its hook must be there before the routes, which were queued when the app was made.
  fastifySwagger(app, { ...openApiTransforms, openapi: frame(version) }, () => undefined);
  const document = await renderApp(app, {
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
  await recordExamples(document, handler, exchanges);
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
