import { addRoutes, allowOrigins, createHttpApp, type HttpApp } from '@switchyard/core/http';
import fastify from 'fastify';
import { type Api, type ApiRoute, MAX_BODY_BYTES } from './api.ts';
import { acceptJsonBodies, refuseEncodedBodies } from './json-body.ts';

/** An app that answers these routes, and none besides. */
export function createAppOf(routes: readonly ApiRoute[], api: Api): HttpApp {
  const app = createHttpApp(fastify, {
    logger: api.logger,
    bodyLimit: MAX_BODY_BYTES,
    // One that is too long for an id or an event's type reaches its schema, which says so.
    maxParamLength: 256,
  });
  allowOrigins(app, api.corsOrigins);
  refuseEncodedBodies(app);
  acceptJsonBodies(app);
  addRoutes(app, api, routes);
  return app;
}
