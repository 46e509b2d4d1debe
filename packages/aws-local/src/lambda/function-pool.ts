import { availableParallelism } from 'node:os';
import {
  type ExecutionEnvironment,
  type InvocationResult,
  startExecutionEnvironment,
} from './execution-environment.ts';
import type { FunctionDefinition } from './function-definition.ts';

/** Threads of one function at most; Lambda would start more, a laptop has the next event wait. */
export const MAX_ENVIRONMENTS = 10;
/** Loading a bundle takes a whole core: more at a time only starve the environments that could serve already. */
const MAX_STARTING = availableParallelism();

export class ThrottledError extends Error {
  constructor() {
    super('Rate Exceeded.');
    this.name = 'ThrottledError';
  }
}

export type LambdaFunction = {
  readonly definition: FunctionDefinition;
  /** @throws ThrottledError above the function's reserved concurrency */
  readonly invoke: (payload: string) => Promise<InvocationResult>;
  /** Loads the function before its first event. That it does not load is in its log. */
  readonly warm: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

type Waiting = {
  readonly payload: string;
  readonly settle: { resolve: (result: InvocationResult) => void; reject: (reason: Error) => void };
};

/** Keeps warm environments, starts more when events wait, and replaces those that die. */
export function createFunctionPool(
  definition: FunctionDefinition,
  onLog: (line: string) => void,
): LambdaFunction {
  const environments = new Set<ExecutionEnvironment>();
  const idle: ExecutionEnvironment[] = [];
  const waiting: Waiting[] = [];
  let starting = 0;
  let running = 0;
  let stopped = false;

  const remove = (environment: ExecutionEnvironment): void => {
    environments.delete(environment);
    const at = idle.indexOf(environment);
    if (at >= 0) idle.splice(at, 1);
  };

  const startIfNeeded = (): void => {
    if (stopped || starting >= Math.min(waiting.length, MAX_STARTING)) return;
    if (environments.size >= MAX_ENVIRONMENTS) return;
    void start();
  };

  const start = async (): Promise<void> => {
    const environment = startExecutionEnvironment(definition, onLog);
    environments.add(environment);
    starting++;
    environment.onExit(() => remove(environment));
    const initError = await environment.ready;
    starting--;
    if (stopped) return;
    if (!initError) give(environment);
    else {
      remove(environment);
      // An environment that fails to load fails the event it was started for.
      const failed = environment.failInit(initError);
      waiting.shift()?.settle.resolve(failed);
    }
    startIfNeeded();
  };

  const give = (environment: ExecutionEnvironment): void => {
    const next = waiting.shift();
    if (next) void run(environment, next);
    else idle.push(environment);
  };

  const run = async (environment: ExecutionEnvironment, { payload, settle }: Waiting): Promise<void> => {
    running++;
    const result = await environment.invoke(payload);
    running--;
    if (environment.isAlive()) give(environment);
    else {
      remove(environment);
      startIfNeeded();
    }
    settle.resolve(result);
  };

  return {
    definition,
    invoke: (payload) => {
      if (stopped) return Promise.reject(new Error(`${definition.name} is stopped.`));
      const limit = definition.reservedConcurrency;
      if (limit !== undefined && running + waiting.length >= limit)
        return Promise.reject(new ThrottledError());
      return new Promise((resolve, reject) => {
        waiting.push({ payload, settle: { resolve, reject } });
        const warm = idle.pop();
        if (warm) give(warm);
        else startIfNeeded();
      });
    },
    warm: async () => {
      if (!stopped && environments.size === 0) await start();
    },
    stop: async () => {
      stopped = true;
      for (const { settle } of waiting.splice(0)) settle.reject(new Error(`${definition.name} is stopped.`));
      await Promise.all([...environments].map((environment) => environment.stop()));
    },
  };
}
