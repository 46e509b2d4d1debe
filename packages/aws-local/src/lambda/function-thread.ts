// Runs in a worker thread: loads one function's bundle and answers its invocations, one at a time.
// It is run from a copy, in which only the imports that `prepare-threads.ts` knows of work; types do.
import fs, { existsSync } from 'node:fs';
import { flushCompileCache, syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { sendAwsRequestsAsMessages } from './thread-http.ts';
import type {
  FunctionErrorBody,
  InvokeMessage,
  ThreadData,
  ThreadMessage,
  ToThreadMessage,
} from './thread-messages.ts';

// Meant for the runtime; a function does not see it.
delete process.env.NODE_COMPILE_CACHE;
const data: ThreadData = workerData;
const send = (message: ThreadMessage): void => parentPort?.postMessage(message);
const output = captureOutput((text) => send({ type: 'log', text }));
const takeAwsAnswer = sendAwsRequestsAsMessages(data.awsUrl, send);

/** A failure of the runtime rather than of the function's code; Lambda names these `Runtime.…`. */
class RuntimeError extends Error {
  constructor(name: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = `Runtime.${name}`;
  }
}

const describe = (thrown: unknown): FunctionErrorBody =>
  thrown instanceof Error
    ? { errorType: thrown.name, errorMessage: thrown.message, trace: thrown.stack?.split('\n') ?? [] }
    : { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };

const crash = (error: FunctionErrorBody): void => {
  output.flush();
  send({ type: 'crash', error });
  process.exit(1);
};

process.cwd = () => data.taskRoot;
process.on('uncaughtException', (error, origin) => {
  const described = describe(error);
  crash(
    origin === 'unhandledRejection'
      ? { ...described, errorType: 'Runtime.UnhandledPromiseRejection' }
      : described,
  );
});

type Callback = (error: unknown, result?: unknown) => void;
type Handler = (event: unknown, context: unknown, callback?: Callback) => unknown;

async function loadHandler(): Promise<Handler> {
  const dot = data.handler.lastIndexOf('.');
  const [file, name] = [data.handler.slice(0, dot), data.handler.slice(dot + 1)];
  const path = ['.mjs', '.js', '.cjs']
    .map((extension) => join(data.taskRoot, file + extension))
    .find(existsSync);
  if (!path) throw new RuntimeError('ImportModuleError', `Error: Cannot find module '${file}'`);
  const module: Record<string, unknown> = await import(pathToFileURL(path).href);
  const fallback = module.default;
  const handler =
    module[name] ??
    (typeof fallback === 'object' && fallback !== null ? Reflect.get(fallback, name) : undefined);
  if (handler === undefined) {
    throw new RuntimeError('HandlerNotFound', `${data.handler} is undefined or not exported`);
  }
  if (typeof handler !== 'function')
    throw new RuntimeError('HandlerNotFound', `${data.handler} is not a function`);
  const takesCallback = handler.length >= 3 && handler.constructor.name !== 'AsyncFunction';
  if (takesCallback && data.nodeMajor >= 24) {
    // The Node.js 24 runtime refuses these when it loads them, whether or not they use the callback.
    throw new RuntimeError(
      'CallbackHandlerDeprecated',
      'AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. Use an async handler of (event, context).',
    );
  }
  if (!takesCallback) return (event, context) => handler(event, context);
  return (event, context) =>
    new Promise((resolve, reject) => {
      const returned = handler(event, context, (error: unknown, result: unknown) =>
        error ? reject(error) : resolve(result),
      );
      if (returned instanceof Promise) returned.then(resolve, reject);
    });
}

let isFirst = true;
/** After the first event, whose code is then compiled: the next thread of this function finds it. */
function shareCompiledCode(): void {
  if (isFirst) setImmediate(flushCompileCache);
  isFirst = false;
}

async function invoke(handler: Handler, message: InvokeMessage): Promise<void> {
  const { requestId, invokedFunctionArn, deadlineMs, payload, traceHeader } = message;
  if (traceHeader === undefined) delete process.env._X_AMZN_TRACE_ID;
  else process.env._X_AMZN_TRACE_ID = traceHeader;
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionName: data.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn,
    memoryLimitInMB: String(data.memoryMb),
    awsRequestId: requestId,
    logGroupName: data.logGroupName,
    logStreamName: data.logStreamName,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
  try {
    const result = await handler(JSON.parse(payload), context);
    output.flush();
    send({ type: 'result', requestId, payload: serialize(result) });
    shareCompiledCode();
  } catch (error) {
    output.flush();
    send({ type: 'error', requestId, error: describe(error) });
  }
}

function serialize(result: unknown): string {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch (cause) {
    throw new RuntimeError('MarshalError', `Unable to stringify response body: ${String(cause)}`, { cause });
  }
}

/**
 * Hands each line that the thread writes to `emit`, in order with its other messages. Loggers write in two ways:
 * to the streams, and, like pino, to descriptor 1, which in a thread is the whole process's.
 */
function captureOutput(emit: (line: string) => void): { flush: () => void } {
  let rest = '';
  const take = (chunk: unknown): number => {
    const text =
      typeof chunk === 'string' ? chunk : Buffer.isBuffer(chunk) ? chunk.toString('utf8') : String(chunk);
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) emit(line);
    return Buffer.byteLength(text);
  };
  const isOutput = (fd: number): boolean => fd === 1 || fd === 2;

  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (chunk: unknown, encoding?: unknown, callback?: unknown): boolean => {
      take(chunk);
      const done = typeof encoding === 'function' ? encoding : callback;
      if (typeof done === 'function') queueMicrotask(() => done());
      return true;
    };
  }

  const { write, writeSync } = fs;
  const redirectedSync = (fd: number, data: string | NodeJS.ArrayBufferView, ...more: unknown[]): number =>
    isOutput(fd) ? take(data) : Reflect.apply(writeSync, fs, [fd, data, ...more]);
  const redirected = (fd: number, data: string | NodeJS.ArrayBufferView, ...more: unknown[]): void => {
    const done = more.at(-1);
    if (!isOutput(fd)) {
      Reflect.apply(write, fs, [fd, data, ...more]);
    } else {
      const bytes = take(data);
      if (typeof done === 'function') queueMicrotask(() => done(null, bytes, data));
    }
  };
  Object.assign(fs, { write: redirected, writeSync: redirectedSync });
  syncBuiltinESMExports();

  return {
    flush: () => {
      if (rest !== '') emit(rest);
      rest = '';
    },
  };
}

try {
  const loading = loadHandler();
  // From the beginning: a module may call AWS while it loads.
  parentPort?.on('message', (message: ToThreadMessage) => {
    if (message.type === 'awsAnswer') takeAwsAnswer(message);
    else void loading.then((handler) => invoke(handler, message));
  });
  await loading;
  send({ type: 'ready' });
} catch (error) {
  crash(describe(error));
}
