import { AsyncLocalStorage } from 'node:async_hooks';
import type { Handler } from '../function.ts';

/**
 * Routes take longer to make than a request to answer, and remember nothing: they are made once, and each request
 * finds the context of its own environment.
 *
 * @param open makes the handler over a context
 */
export function shareApp<Context extends object>(open: (context: Context) => Handler) {
  const contexts = new AsyncLocalStorage<Context>();
  let handler: Handler | undefined;
  return (own: Context): Handler => {
    handler ??= open(
      new Proxy(own, { get: (first, name) => Reflect.get(contexts.getStore() ?? first, name) }),
    );
    const opened = handler;
    return (payload, requestId) => contexts.run(own, () => opened(payload, requestId));
  };
}
