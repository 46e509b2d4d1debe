export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** OpenAPI form, which is API Gateway's too. */
  readonly path: string;
  /** `tenant`: behind the authorizer. `public`: documentation. */
  readonly access: 'tenant' | 'public';
};

/** What API Gateway lets through to this function. A test holds it equal to the routes that the app has. */
export const routes: readonly Route[] = [
  { method: 'POST', path: '/v1/events', access: 'tenant' },
  { method: 'GET', path: '/v1/events', access: 'tenant' },
  { method: 'GET', path: '/v1/events/{event_id}', access: 'tenant' },
  { method: 'POST', path: '/v1/events/{event_id}/retry', access: 'tenant' },
  { method: 'PUT', path: '/v1/messages/{message_id}', access: 'tenant' },
  { method: 'GET', path: '/v1/messages/{message_id}', access: 'tenant' },
  { method: 'GET', path: '/v1/openapi.json', access: 'public' },
  { method: 'GET', path: '/v1/docs', access: 'public' },
  { method: 'GET', path: '/v1/redoc', access: 'public' },
  { method: 'GET', path: '/v1/assets/{file}', access: 'public' },
];
