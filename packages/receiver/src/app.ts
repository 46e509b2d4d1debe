import { addRoutes, createHttpApp, type HttpApp } from '@switchyard/core/http';
import fastify from 'fastify';
import { MAX_BODY_BYTES } from './receive-delivery.ts';
import type { Receiver } from './receiver.ts';
import { routes } from './routes.ts';

/** The built-in endpoint: it takes a tenant's deliveries, verifies them, and can be switched off to show retries. */
export function createApp(receiver: Receiver): HttpApp {
  const app = createHttpApp(fastify, { logger: receiver.logger, bodyLimit: MAX_BODY_BYTES });
  // The bytes as they came, whatever the content type says: the signature is over them.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  addRoutes(app, receiver, routes);
  return app;
}
