import { namesOf } from '@switchyard/core/names-of';
import { CALLBACKS, type CallbackRoute, PROVIDERS } from '@switchyard/core/providers';

/** The paths that providers call, and what each is. */
export const callbackPaths: Readonly<Record<string, CallbackRoute>> = Object.fromEntries(
  namesOf(CALLBACKS).flatMap((route) => CALLBACKS[route].urls.map(({ path }) => [path, route] as const)),
);

/** By the name of each route, and by that of each provider the path of its reports, or else of its messages. */
export function healthEndpoints(): Readonly<Record<string, string>> {
  const byRoute = namesOf(CALLBACKS).map((route) => ({
    route,
    ...CALLBACKS[route],
    path: CALLBACKS[route].urls[0]?.path ?? '',
  }));
  const main = namesOf(PROVIDERS).flatMap((provider) => {
    const own = byRoute.filter((each) => each.provider === provider);
    const chosen = own.find(({ brings }) => brings === 'status') ?? own[0];
    return chosen === undefined ? [] : [[provider, chosen.path] as const];
  });
  return Object.fromEntries([
    ...byRoute.map(({ route, path }) => [route.replaceAll('-', '_'), path] as const),
    ...main,
  ]);
}

export const HEALTH_ROUTE = { method: 'GET', path: '/webhooks/health' } as const;

/** What API Gateway lets through to this function, without an authorizer: the signature is the authentication. */
export const routes = [
  ...Object.keys(callbackPaths).map((path) => ({ method: 'POST', path })),
  HEALTH_ROUTE,
] as const;
