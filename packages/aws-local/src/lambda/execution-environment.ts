import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { AnswerAws } from '../aws/aws-endpoint.ts';
import { crashAt, type DecideCrash } from './crash-at.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { passAwsRequests } from './pass-aws-requests.ts';
import type { ThreadFiles } from './prepare-threads.ts';
import type { FunctionErrorBody, InvokeMessage, ThreadData, ThreadMessage } from './thread-messages.ts';

/** Lambda's limit on a response: 6 MB and a little. */
const MAX_RESPONSE_BYTES = 6_291_556;
/** Lambda allows 10 s; a laptop that starts everything at once is slower than that. */
const INIT_TIMEOUT_MS = 30_000;
/** V8 would let the garbage of each thread grow to 48 MB; collecting it earlier costs no time that can be measured. */
const MAX_YOUNG_GENERATION_MB = 12;

export type InvocationResult = {
  readonly requestId: string;
  readonly payload: string;
  readonly functionError?: 'Unhandled';
  readonly logs: readonly string[];
  readonly durationMs: number;
};

export type ExecutionEnvironment = {
  /** Settles when the module is loaded; rejects with nothing: failure is a value. */
  readonly ready: Promise<FunctionErrorBody | undefined>;
  readonly isAlive: () => boolean;
  readonly invoke: (payload: string, traceHeader: string | undefined) => Promise<InvocationResult>;
  /** What the event is answered for which this environment was started in vain. */
  readonly failInit: (error: FunctionErrorBody) => InvocationResult;
  /** Share of the time since it was last asked in which the thread was not waiting; 0 to 1. */
  readonly utilization: () => number;
  readonly onExit: (listener: () => void) => void;
  readonly stop: () => Promise<void>;
};

/** One thread with a function loaded: what Lambda calls an execution environment. Runs one event at a time. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: one state, which all its parts read and change.
export function startExecutionEnvironment(
  definition: FunctionDefinition,
  threads: ThreadFiles,
  onLog: (line: string) => void,
  answerAws: AnswerAws,
  decideCrash?: DecideCrash,
): ExecutionEnvironment {
  const thread = startThread(definition, threads);
  const answer =
    decideCrash === undefined ? answerAws : crashAt(answerAws, decideCrash, (error) => die(error));
  const aws = passAwsRequests(answer, thread);

  let alive = true;
  let logs: string[] = [];
  let finish: ((outcome: Outcome) => void) | undefined;
  let crashError: FunctionErrorBody | undefined;
  const initialized = Promise.withResolvers<FunctionErrorBody | undefined>();
  const initTimer = setTimeout(() => {
    die({
      errorType: 'Sandbox.Timedout',
      errorMessage: `Error: Init timed out after ${INIT_TIMEOUT_MS / 1000} seconds`,
    });
  }, INIT_TIMEOUT_MS);

  const die = (error: FunctionErrorBody): void => {
    alive = false;
    clearTimeout(initTimer);
    initialized.resolve(error);
    finish?.({ error });
    void thread.terminate();
  };

  const log = (text: string): void => {
    logs.push(text);
    onLog(text);
  };

  thread.on('message', (message: ThreadMessage) => {
    switch (message.type) {
      case 'ready':
        clearTimeout(initTimer);
        initialized.resolve(undefined);
        break;
      case 'aws':
      case 'awsGone':
        aws.pass(message);
        break;
      case 'log':
        log(message.text);
        break;
      case 'result':
        finish?.({ payload: message.payload });
        break;
      case 'error':
        finish?.({ error: message.error });
        break;
      case 'crash':
        crashError = message.error;
        die(message.error);
        break;
    }
  });
  thread.on('error', (error: Error & { code?: string }) => {
    die(crashError ?? describeThreadError(error, definition.memoryMb));
  });
  thread.on('exit', (code) => {
    aws.stop();
    die({
      errorType: 'Runtime.ExitError',
      errorMessage: `Error: Runtime exited with error: exit status ${code}`,
    });
  });
  // Node writes here only when it can not run the thread's own code.
  thread.stdout.on('data', (chunk: Buffer) => log(chunk.toString().trimEnd()));
  thread.stderr.on('data', (chunk: Buffer) => log(chunk.toString().trimEnd()));

  const failure = (requestId: string, error: FunctionErrorBody): string => {
    log(JSON.stringify({ level: 'ERROR', message: 'Invoke Error', requestId, ...error }));
    const isRuntime = /^(Sandbox|Runtime)\./.test(error.errorType) && error.trace === undefined;
    return JSON.stringify(
      isRuntime ? { ...error, errorMessage: `RequestId: ${requestId} ${error.errorMessage}` } : error,
    );
  };

  return {
    ready: initialized.promise,
    isAlive: () => alive,
    utilization: createUtilization(thread.performance),
    onExit: (listener) => {
      thread.once('exit', listener);
    },
    invoke: async (payload, traceHeader) => {
      const requestId = randomUUID();
      const startedAt = Date.now();
      const timeoutMs = definition.timeoutSeconds * 1000;
      // Whatever was logged while loading belongs to the first invocation, as in a cold start's log.
      const timer = setTimeout(() => {
        const seconds = definition.timeoutSeconds.toFixed(2);
        die({
          errorType: 'Sandbox.Timedout',
          errorMessage: `Error: Task timed out after ${seconds} seconds`,
        });
      }, timeoutMs);
      const outcome = await new Promise<Outcome>((resolve) => {
        finish = resolve;
        const message: InvokeMessage = {
          type: 'invoke',
          requestId,
          invokedFunctionArn: definition.arn,
          deadlineMs: startedAt + timeoutMs,
          payload,
          traceHeader,
        };
        thread.postMessage(message);
      }).then(limited);
      clearTimeout(timer);
      finish = undefined;
      const isFailed = 'error' in outcome;
      const result: InvocationResult = {
        requestId,
        payload: isFailed ? failure(requestId, outcome.error) : outcome.payload,
        ...(isFailed ? { functionError: 'Unhandled' } : {}),
        logs,
        durationMs: Date.now() - startedAt,
      };
      logs = [];
      return result;
    },
    failInit: (error) => {
      const requestId = randomUUID();
      return {
        requestId,
        payload: failure(requestId, error),
        functionError: 'Unhandled',
        logs,
        durationMs: 0,
      };
    },
    stop: async () => {
      alive = false;
      clearTimeout(initTimer);
      await thread.terminate();
    },
  };
}

function startThread(definition: FunctionDefinition, threads: ThreadFiles): Worker {
  const threadData: ThreadData = {
    taskRoot: definition.codeDirectory,
    handler: definition.handler,
    nodeMajor: definition.nodeMajor,
    functionName: definition.name,
    memoryMb: definition.memoryMb,
    logGroupName: `/aws/lambda/${definition.name}`,
    logStreamName: `local/[$LATEST]${randomUUID().replaceAll('-', '')}`,
    awsUrl: definition.awsUrl,
  };
  return new Worker(threads.program, {
    workerData: threadData,
    env: {
      ...definition.environment,
      AWS_LAMBDA_LOG_STREAM_NAME: threadData.logStreamName,
      NODE_COMPILE_CACHE: threads.compileCache,
    },
    execArgv: [],
    name: definition.name,
    stdout: true,
    stderr: true,
    resourceLimits: {
      maxOldGenerationSizeMb: definition.memoryMb,
      maxYoungGenerationSizeMb: MAX_YOUNG_GENERATION_MB,
    },
  });
}

function describeThreadError(error: Error & { code?: string }, memoryMb: number): FunctionErrorBody {
  const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return {
    errorType: isMemory ? 'Runtime.OutOfMemory' : error.name,
    errorMessage: isMemory
      ? `Error: Runtime exited with error: signal: killed (${memoryMb} MB)`
      : error.message,
    trace: error.stack?.split('\n') ?? [],
  };
}

type Outcome = { readonly payload: string } | { readonly error: FunctionErrorBody };

/** A response above Lambda's limit is an error. */
const limited = (outcome: Outcome): Outcome =>
  'payload' in outcome && Buffer.byteLength(outcome.payload) > MAX_RESPONSE_BYTES
    ? {
        error: {
          errorType: 'Function.ResponseSizeTooLarge',
          errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
        },
      }
    : outcome;

/** Of a thread's event loop, from one look to the next. */
export function createUtilization({
  eventLoopUtilization,
}: Pick<typeof performance, 'eventLoopUtilization'>): () => number {
  let last = eventLoopUtilization();
  return () => {
    const now = eventLoopUtilization();
    const { utilization } = eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}
