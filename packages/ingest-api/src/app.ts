import { documentationRoutes } from '@switchyard/api-docs/routes';
import type { Clock } from '@switchyard/core/clock';
import type { RequeueDeliveryInput, RequeueResult } from '@switchyard/core/deliveries';
import type { AcceptEventInput, AcceptedEvent } from '@switchyard/core/events';
import { allowOrigins, createHttpApp } from '@switchyard/core/http';
import type { Logger } from '@switchyard/core/logging';
import fastify from 'fastify';
import { getEventRoute } from './events/get-event.route.ts';
import { listEventsRoute } from './events/list-events.route.ts';
import type { createListEvents } from './events/list-events.ts';
import { postEventRoute } from './events/post-event.route.ts';
import type { createReadEvent } from './events/read-event.ts';
import { retryEventRoute } from './events/retry-event.route.ts';
import { acceptJsonBodies } from './json-body.ts';
import { getMessageRoute } from './messages/get-message.route.ts';
import { putMessageRoute } from './messages/put-message.route.ts';
import type { createReadMessage } from './messages/read-message.ts';
import type { RegisterMessageInput, RegisterMessageResult } from './messages/register-message.ts';

/** A payload of 256 KiB is as large as the largest message that SQS took for most of its life; Svix and Stripe stay below. */
export const MAX_BODY_BYTES = 256 * 1024;

export type AppDeps = {
  readonly logger: Logger;
  readonly acceptEvent: (input: AcceptEventInput) => Promise<AcceptedEvent>;
  readonly readEvent: ReturnType<typeof createReadEvent>;
  readonly listEvents: ReturnType<typeof createListEvents>;
  readonly requeueDelivery: (input: RequeueDeliveryInput) => Promise<RequeueResult>;
  readonly registerMessage: (input: RegisterMessageInput) => Promise<RegisterMessageResult>;
  readonly readMessage: ReturnType<typeof createReadMessage>;
  /** Whose web pages may read the answers. */
  readonly corsOrigins: readonly string[];
  readonly clock: Clock;
};

export function createApp(deps: AppDeps) {
  const app = createHttpApp(fastify, { logger: deps.logger, bodyLimit: MAX_BODY_BYTES });
  allowOrigins(app, deps.corsOrigins);
  acceptJsonBodies(app);
  // As a plugin, so that what is registered before (OpenAPI rendering) sees the routes too.
  app.register(async (scope) => {
    postEventRoute(scope, deps);
    listEventsRoute(scope, deps);
    getEventRoute(scope, deps);
    retryEventRoute(scope, deps);
    putMessageRoute(scope, deps);
    getMessageRoute(scope, deps);
    documentationRoutes(scope, { prefix: '/v1', redoc: true });
  });
  return app;
}
