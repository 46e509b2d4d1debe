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
  /** Where AWS is; requests there pass as messages. */
  readonly awsUrl: string;
};

export type InvokeMessage = {
  readonly type: 'invoke';
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

/** A request of the function to AWS, or that it waits for the answer no more. */
export type AwsMessage =
  | {
      readonly type: 'aws';
      readonly id: number;
      readonly method: string;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | Uint8Array;
    }
  | { readonly type: 'awsGone'; readonly id: number };

export type AwsAnswerMessage = {
  readonly type: 'awsAnswer';
  readonly id: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
};

export type ToThreadMessage = InvokeMessage | AwsAnswerMessage;

export type ThreadMessage =
  | AwsMessage
  | { readonly type: 'ready' }
  | { readonly type: 'log'; readonly text: string }
  | { readonly type: 'result'; readonly requestId: string; readonly payload: string }
  | { readonly type: 'error'; readonly requestId: string; readonly error: FunctionErrorBody }
  /** The thread can not go on: its module failed to load, or an error was caught by nobody. */
  | { readonly type: 'crash'; readonly error: FunctionErrorBody };
