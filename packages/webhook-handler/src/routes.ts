import { namesOf } from '@switchyard/core/names-of';
import { CALLBACKS, type CallbackRoute } from '@switchyard/core/providers';

/** The paths that providers call, and what each is. */
export const callbackPaths: Readonly<Record<string, CallbackRoute>> = Object.fromEntries(
  namesOf(CALLBACKS).flatMap((route) => CALLBACKS[route].urls.map(({ path }) => [path, route] as const)),
);

export const HEALTH_ROUTE = { method: 'GET', path: '/webhooks/health' } as const;

/** What API Gateway lets through to this function, without an authorizer: the signature is the authentication. */
export const routes = [
  ...Object.keys(callbackPaths).map((path) => ({ method: 'POST', path })),
  HEALTH_ROUTE,
] as const;
