/** What passes between the stack and a thread that runs a function. Events and results pass as JSON text, as on Lambda. */
export type ThreadData = {
  readonly taskRoot: string;
  /** `file.export`, as in the template. */
  readonly handler: string;
  /** Major version of the template's Node.js runtime. */
  readonly nodeMajor: number;
  readonly functionName: string;
  readonly memoryMb: number;
  readonly logGroupName: string;
  readonly logStreamName: string;
};

export type InvokeMessage = {
  readonly requestId: string;
  readonly invokedFunctionArn: string;
  readonly deadlineMs: number;
  readonly payload: string;
  /** For the function's own requests; only what a queue called has one. */
  readonly traceHeader: string | undefined;
};

export type FunctionErrorBody = {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
};

export type ThreadMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'log'; readonly text: string }
  | { readonly type: 'result'; readonly requestId: string; readonly payload: string }
  | { readonly type: 'error'; readonly requestId: string; readonly error: FunctionErrorBody }
  /** The thread can not go on: its module failed to load, or an error was caught by nobody. */
  | { readonly type: 'crash'; readonly error: FunctionErrorBody };
