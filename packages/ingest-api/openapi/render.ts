import { renderOpenApi as renderApi } from '@switchyard/api-docs/openapi';
import {
  attemptViewSchema,
  deliverySummarySchema,
  deliveryViewSchema,
  eventSummarySchema,
} from '@switchyard/core/event-views';
import { apiGatewayEvent, lambdaContext } from '@switchyard/core/testing';
import { endpointViewSchema } from '../src/endpoints/endpoint-response.ts';
import { eventTypeViewSchema } from '../src/event-types/event-type-response.ts';
import {
  messageSummarySchema,
  messageViewSchema,
  timelineEntryViewSchema,
} from '../src/messages/message-view.ts';
import { replayViewSchema } from '../src/replays/replay-response.ts';
import { routes } from '../src/routes.ts';
import { createTestApi } from '../testing/create-test-api.ts';
import { deliveryWebhook } from './delivery-webhook.ts';
import { DESCRIPTION } from './description.ts';
import { EXAMPLE_AUTHORIZATION, exampleApi, exampleCaller } from './example-api.ts';

/** The API's OpenAPI 3.1 document. For build time: `node scripts/generate.ts` writes it to docs/openapi/. */
export const renderOpenApi = (): Promise<object> =>
  renderApi({
    packageJson: new URL('../package.json', import.meta.url),
    title: 'Switchyard API',
    description: DESCRIPTION,
    // Not the webhook's tag: Swagger UI would show it empty, apart from the webhook.
    tags: [
      { name: 'Events', description: 'Send events, and see what became of them.' },
      { name: 'Endpoints', description: 'Where your events are delivered, and how.' },
      { name: 'Event types', description: 'What your events are of, and what they must look like.' },
      { name: 'Replays', description: 'Deliver many again, such as all that an outage left behind.' },
      { name: 'Portal', description: 'Pages for your developers, and the links that open them.' },
      { name: 'Messages', description: 'What providers report on the messages that you send through them.' },
    ],
    securitySchemes: {
      apiKey: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'sy_live_…',
        description: 'Your tenant’s API key. Paste it without the word “Bearer”.',
      },
    },
    webhooks: { delivery: deliveryWebhook },
    app: createTestApi().app,
    routes,
    schemeOf: { tenant: 'apiKey', public: undefined },
    components: {
      EventSummary: eventSummarySchema,
      DeliverySummary: deliverySummarySchema,
      Delivery: deliveryViewSchema,
      Attempt: attemptViewSchema,
      Endpoint: endpointViewSchema,
      EventType: eventTypeViewSchema,
      Replay: replayViewSchema,
      MessageSummary: messageSummarySchema,
      Message: messageViewSchema,
      TimelineEntry: timelineEntryViewSchema,
    },
    gatewayProblems: ['NotAuthenticated', 'AccessDenied', 'Throttled', 'QuotaExceeded', 'IntegrationTimeout'],
    send: async (request, state) => {
      const { handler } = await exampleApi(state);
      const headers = { authorization: EXAMPLE_AUTHORIZATION, ...request.headers };
      const event = apiGatewayEvent({ ...request, headers, authorizer: exampleCaller(state) });
      return handler(event, lambdaContext());
    },
  });
