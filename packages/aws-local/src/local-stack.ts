import type { Service } from './aws/identify-call.ts';
import type { PermissionReport } from './iam/permission-ledger.ts';
import { type JsonObject, parseObject } from './json.ts';
import type { InvocationResult } from './lambda/execution-environment.ts';
import type { FunctionCounts } from './lambda/function-pool.ts';

export type LogLine = {
  /** Absent: a function's log. The names are then those of the REST API. */
  readonly source?: 'access-log';
  readonly functionName: string;
  /** The name in the outputs: `FunctionOrderMailer` → `order-mailer`, `ShopUrl` → `shop`. */
  readonly shortName: string;
  readonly text: string;
  /** The line, where it is a JSON object. */
  readonly json?: Record<string, unknown>;
};

export function toLogLine(functionName: string, shortName: string, text: string): LogLine {
  const json = text.startsWith('{') ? parseObject(text) : undefined;
  return { functionName, shortName, text, ...(json ? { json } : {}) };
}

/** A call to AWS that was answered. */
export type CallLine = {
  /** The function's short name; absent when the operator called: tests, the CLI. */
  readonly caller?: string;
  readonly service: Service;
  readonly operation: string;
  readonly request: JsonObject;
  readonly status: number;
  readonly response: JsonObject;
};

/** A call to AWS that a function makes. */
export type FunctionCall = {
  readonly shortName: string;
  readonly service: Service;
  readonly operation: string;
  /** As it was sent. */
  readonly body: string;
};

export type Progress = {
  readonly name: string;
  readonly detail?: string;
};

export type LocalStackOptions = {
  /** What `cdk synth` wrote: `cdk.out`. */
  readonly assemblyDirectory: string;
  /** Port of a REST API, by the key of the output that holds its URL. Absent or 0: any free one. */
  readonly ports?: Readonly<Record<string, number>>;
  /** Emulators to use instead of the embedded ones. They must not verify signatures. */
  readonly endpoints?: {
    readonly dynamodb?: string;
    readonly sqs?: string;
    readonly secretsManager?: string;
  };
  /** @default us-east-1 */
  readonly region?: string;
  /**
   * Functions, by short name, that are loaded while the stack starts, as with provisioned concurrency. The others are
   * loaded by their first event.
   */
  readonly warm?: readonly string[];
  readonly onProgress?: (step: Progress) => void;
  readonly onLog?: (line: LogLine) => void;
  readonly onCall?: (call: CallLine) => void;
  /** Ends the environment of a function at one of its calls: before it is carried out, or after, without its answer. */
  readonly crash?: (call: FunctionCall) => 'before' | 'after' | undefined;
  /** @param shortName of the function @param payload as its handler gets it, in JSON */
  readonly onInvoke?: (shortName: string, payload: string) => void;
};

export type LocalResource = {
  readonly name: string;
  readonly arn: string;
};

export type LocalFunction = LocalResource & {
  readonly shortName: string;
  /** The folder of its bundle. */
  readonly codeDirectory: string;
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
};

export type LocalStack = {
  readonly stackName: string;
  readonly region: string;
  /** The stack's outputs with local values. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The operator's of this run: calls under it may do anything, those under a key that is not known nothing. */
  readonly accessKeyId: string;
  /** One address answers for all services; with an endpoint given, calls are passed on to it. */
  readonly lambdaEndpoint: string;
  readonly dynamodbEndpoint: string;
  readonly sqsEndpoint: string;
  readonly secretsManagerEndpoint: string;
  /** By logical id. */
  readonly functions: Readonly<Record<string, LocalFunction>>;
  readonly queues: Readonly<Record<string, LocalResource & { readonly url: string }>>;
  readonly tables: Readonly<Record<string, LocalResource>>;
  readonly secrets: Readonly<Record<string, LocalResource>>;
  readonly apis: Readonly<
    Record<string, { readonly id: string; readonly url: string; readonly port: number }>
  >;
  /** What the template asks for and is not run or not emulated here. */
  readonly unsupported: readonly string[];
  /** @param functionName name or ARN */
  readonly invoke: (functionName: string, payload: unknown) => Promise<LocalInvocation>;
  /** Runs a scheduled rule now. @param rule its logical id */
  readonly fire: (rule: string) => Promise<void>;
  readonly permissionReport: () => PermissionReport;
  /** By short name. */
  readonly functionCounts: () => Readonly<Record<string, FunctionCounts>>;
  readonly stop: () => Promise<void>;
};

export type LocalInvocation = Omit<InvocationResult, 'payload'> & {
  /** The parsed result, or the error's `{errorType, errorMessage, trace}` when `functionError` is set. */
  readonly payload: unknown;
};
