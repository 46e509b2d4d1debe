import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { AnswerAws } from '../aws/aws-endpoint.ts';
import type { DecideCrash } from './crash-at.ts';
import {
  createUtilization,
  type ExecutionEnvironment,
  type InvocationResult,
  startExecutionEnvironment,
} from './execution-environment.ts';
import type { FunctionDefinition } from './function-definition.ts';
import type { ThreadFiles } from './prepare-threads.ts';

/** A thread takes 30 to 60 MiB. With less left than this no more are started: the next event waits. */
const SPARE_MEMORY_BYTES = 512 * 1024 * 1024;
/** Started as soon as an event waits. More would only take the processor from each other, unless they wait as well. */
const EAGER_ENVIRONMENTS = Math.max(1, Math.floor(availableParallelism() / 2));
/** How often is looked whether events wait for environments that themselves wait for something. */
const LOOK_MS = 50;
/** Events may wait although some are taken: they have come faster for so many looks. */
const LAGGING_LOOKS = 20;
/** A thread that is busier than this works; less, it waits. */
const WORKING = 0.5;
/** An environment that has had nothing to do for so long is stopped, all but one of a function. */
const IDLE_MS = 20_000;

export class ThrottledError extends Error {
  constructor() {
    super('Rate Exceeded.');
    this.name = 'ThrottledError';
  }
}

export type LambdaFunction = {
  readonly definition: FunctionDefinition;
  /**
   * @param onTaken an environment has it now
   * @throws ThrottledError above the function's reserved concurrency
   */
  readonly invoke: (payload: string, traceHeader?: string, onTaken?: () => void) => Promise<InvocationResult>;
  /** Environments that were started, and events that no idle one was there for. */
  readonly counts: () => FunctionCounts;
  /** Loads the function before its first event. That it does not load is in its log. */
  readonly warm: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export type FunctionCounts = { readonly started: number; readonly waited: number };

type Waiting = {
  readonly payload: string;
  readonly traceHeader: string | undefined;
  readonly onTaken: (() => void) | undefined;
  readonly settle: { resolve: (result: InvocationResult) => void; reject: (reason: Error) => void };
};

/** Keeps warm environments, starts more when events wait, and replaces those that die. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: one state, which all its parts read and change.
export function createFunctionPool(
  definition: FunctionDefinition,
  threads: ThreadFiles,
  onLog: (line: string) => void,
  answerAws: AnswerAws,
  decideCrash?: DecideCrash,
): LambdaFunction {
  const environments = new Set<ExecutionEnvironment>();
  /** Used last, taken first: those at the front have been idle longest. */
  const idle: { readonly environment: ExecutionEnvironment; readonly since: number }[] = [];
  const waiting: Waiting[] = [];
  let starting = 0;
  let running = 0;
  let taken = 0;
  let started = 0;
  let waited = 0;
  let stopped = false;

  const remove = (environment: ExecutionEnvironment): void => {
    environments.delete(environment);
    const at = idle.findIndex((each) => each.environment === environment);
    if (at >= 0) idle.splice(at, 1);
  };

  const startIfNeeded = (): void => {
    if (stopped || waiting.length === 0) return;
    if (environments.size < EAGER_ENVIRONMENTS && starting < waiting.length) void start();
    stalls.watch();
  };

  const start = async (): Promise<void> => {
    const environment = startExecutionEnvironment(definition, threads, onLog, answerAws, decideCrash);
    environments.add(environment);
    started++;
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
    else idle.push({ environment, since: Date.now() });
  };

  const run = async (
    environment: ExecutionEnvironment,
    { payload, traceHeader, onTaken, settle }: Waiting,
  ): Promise<void> => {
    running++;
    taken++;
    onTaken?.();
    const result = await environment.invoke(payload, traceHeader);
    running--;
    if (environment.isAlive()) give(environment);
    else {
      remove(environment);
      startIfNeeded();
    }
    settle.resolve(result);
  };

  const stalls = createStallWatch({
    isWaiting: () => !stopped && waiting.length > 0,
    taken: () => taken,
    environments,
    onStall: () => {
      if (starting === 0 && process.availableMemory() > SPARE_MEMORY_BYTES) void start();
    },
  });
  const stopIdle = setInterval(() => {
    const before = Date.now() - IDLE_MS;
    for (const { environment } of idle.filter(({ since }) => since < before)) {
      if (environments.size === 1) break;
      remove(environment);
      void environment.stop();
    }
  }, IDLE_MS / 2).unref();

  return {
    definition,
    invoke: (payload, traceHeader, onTaken) => {
      if (stopped) return Promise.reject(new Error(`${definition.name} is stopped.`));
      const limit = definition.reservedConcurrency;
      if (limit !== undefined && running + waiting.length >= limit)
        return Promise.reject(new ThrottledError());
      return new Promise((resolve, reject) => {
        waiting.push({ payload, traceHeader, onTaken, settle: { resolve, reject } });
        const warm = idle.pop();
        if (warm) give(warm.environment);
        else {
          waited++;
          startIfNeeded();
        }
      });
    },
    counts: () => ({ started, waited }),
    warm: async () => {
      if (!stopped && environments.size === 0) await start();
    },
    stop: async () => {
      stopped = true;
      stalls.stop();
      clearInterval(stopIdle);
      for (const { settle } of waiting.splice(0)) settle.reject(new Error(`${definition.name} is stopped.`));
      await Promise.all([...environments].map((environment) => environment.stop()));
    },
  };
}

/** Looks, as long as events wait, whether all environments wait for something. */
function createStallWatch(given: {
  readonly isWaiting: () => boolean;
  /** How many events have been taken so far. */
  readonly taken: () => number;
  readonly environments: ReadonlySet<ExecutionEnvironment>;
  readonly onStall: () => void;
}): { readonly watch: () => void; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let lagging = 0;
  const thisThread = createUtilization(performance);
  /** What all of them wait for may be this thread, which answers their calls. */
  const allWait = (): boolean => {
    const shares = [thisThread(), ...[...given.environments].map((each) => each.utilization())];
    return shares.every((share) => share < WORKING);
  };
  const watch = (): void => {
    if (timer !== undefined) return;
    // From here on.
    allWait();
    const takenBefore = given.taken();
    timer = setTimeout(() => {
      timer = undefined;
      const mayStart = allWait();
      lagging = given.isWaiting() && mayStart ? lagging + 1 : 0;
      if (!given.isWaiting()) return;
      if (mayStart && (given.taken() === takenBefore || lagging >= LAGGING_LOOKS)) {
        lagging = 0;
        given.onStall();
      }
      watch();
    }, LOOK_MS);
  };
  return { watch, stop: () => clearTimeout(timer) };
}
