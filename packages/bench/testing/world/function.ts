import { createEnvironment, type Environment, type EnvironmentContext } from './environment.ts';

export type Handler = (payload: unknown, requestId: string) => Promise<unknown>;

export type FunctionDefinition = {
  readonly name: string;
  readonly timeoutMs: number;
  /** What a new environment does before its first event: clients, caches, routes. */
  readonly open: (environment: Environment) => Handler;
};

export type Invocation =
  | { readonly kind: 'returned'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** Its environment ended: by a crash, or because it ran for too long. */
  | { readonly kind: 'crashed'; readonly why: string };

export type SimulatedFunction = {
  readonly name: string;
  readonly invoke: (payload: unknown) => Promise<Invocation>;
  /** Ends all environments that are idle: whoever comes next finds one without memory. */
  readonly forget: () => void;
};

/** A function with its environments: each takes one event at a time, and is kept for the next one. */
export function createFunction(
  world: EnvironmentContext,
  { name, timeoutMs, open }: FunctionDefinition,
): SimulatedFunction {
  type Opened = { readonly environment: Environment; readonly handler: Handler };
  const idle: Opened[] = [];
  let requests = 0;

  function openNew(): Opened {
    const environment = createEnvironment(world, name);
    return { environment, handler: open(environment) };
  }

  return {
    name,
    forget: () => void idle.splice(0),
    async invoke(payload) {
      const opened = idle.pop() ?? openNew();
      const { environment, handler } = opened;
      const end = environment.begin();
      requests += 1;
      const requestId = `${name}-${requests}`;
      let isOver = false;
      world.time.at(world.time.clock() + timeoutMs, () => {
        if (!isOver) environment.kill(`${name} ran for longer than ${timeoutMs} ms`);
      });
      const invocation = await Promise.race([
        handler(payload, requestId).then(
          (result): Invocation => ({ kind: 'returned', result }),
          (error: unknown): Invocation => ({ kind: 'failed', error }),
        ),
        environment.died.then((why): Invocation => ({ kind: 'crashed', why })),
      ]);
      isOver = true;
      end();
      if (!environment.isDead()) idle.push(opened);
      return invocation;
    },
  };
}
