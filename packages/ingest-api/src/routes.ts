import { documentationRoutes } from '@switchyard/api-docs/routes';
import { portalRoutes } from '@switchyard/console/routes';
import type { ApiRoute } from './api.ts';
import { changeStatusRoutes } from './endpoints/change-status.routes.ts';
import { deleteEndpointRoute } from './endpoints/delete-endpoint.route.ts';
import { filterTestRoute } from './endpoints/filter-test.route.ts';
import { getEndpointRoute } from './endpoints/get-endpoint.route.ts';
import { getPublicKeysRoute } from './endpoints/get-public-keys.route.ts';
import { listEndpointsRoute } from './endpoints/list-endpoints.route.ts';
import { patchEndpointRoute } from './endpoints/patch-endpoint.route.ts';
import { postEndpointRoute } from './endpoints/post-endpoint.route.ts';
import { rotateSecretRoute } from './endpoints/rotate-secret.route.ts';
import { testEndpointRoute } from './endpoints/test-endpoint.route.ts';
import { deleteEventTypeRoute } from './event-types/delete-event-type.route.ts';
import { getEventTypeRoute } from './event-types/get-event-type.route.ts';
import { listEventTypesRoute } from './event-types/list-event-types.route.ts';
import { putEventTypeRoute } from './event-types/put-event-type.route.ts';
import { getEventRoute } from './events/get-event.route.ts';
import { getPayloadRoute } from './events/get-payload.route.ts';
import { getRequestRoute } from './events/get-request.route.ts';
import { listAttemptsRoute } from './events/list-attempts.route.ts';
import { listEventsRoute } from './events/list-events.route.ts';
import { postEventRoute } from './events/post-event.route.ts';
import { retryEventRoute } from './events/retry-event.route.ts';
import { getMessageRoute } from './messages/get-message.route.ts';
import { putMessageRoute } from './messages/put-message.route.ts';
import { getOverviewRoute } from './overview/get-overview.route.ts';
import { deleteLinkRoute } from './portal/delete-link.route.ts';
import { getSessionRoute } from './portal/get-session.route.ts';
import { listLinksRoute } from './portal/list-links.route.ts';
import { postLinkRoute } from './portal/post-link.route.ts';
import { changeReplayRoutes } from './replays/change-replay.routes.ts';
import { getReplayRoute } from './replays/get-replay.route.ts';
import { listReplaysRoute } from './replays/list-replays.route.ts';
import { postReplayRoute } from './replays/post-replay.route.ts';

/** All that the API answers: its app, API Gateway and the OpenAPI document are made of this. */
export const routes: readonly ApiRoute[] = [
  postEventRoute,
  listEventsRoute,
  getEventRoute,
  listAttemptsRoute,
  getPayloadRoute,
  getRequestRoute,
  retryEventRoute,
  listEventTypesRoute,
  getEventTypeRoute,
  putEventTypeRoute,
  deleteEventTypeRoute,
  postReplayRoute,
  listReplaysRoute,
  getReplayRoute,
  ...changeReplayRoutes,
  putMessageRoute,
  getMessageRoute,
  listEndpointsRoute,
  postEndpointRoute,
  getEndpointRoute,
  patchEndpointRoute,
  deleteEndpointRoute,
  rotateSecretRoute,
  getPublicKeysRoute,
  testEndpointRoute,
  filterTestRoute,
  ...changeStatusRoutes,
  getOverviewRoute,
  postLinkRoute,
  listLinksRoute,
  deleteLinkRoute,
  getSessionRoute,
  ...documentationRoutes({ prefix: '/v1', redoc: true }),
  ...portalRoutes(),
];
