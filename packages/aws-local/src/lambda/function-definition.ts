import * as z from 'zod';
import { createAccessKeyId } from '../aws/access-keys.ts';
import { AssemblyError } from '../errors.ts';
import type { StackResource } from '../template/load-stack.ts';

const functionSchema = z.object({
  Code: z.object({ S3Key: z.string().optional(), ZipFile: z.string().optional() }),
  Handler: z.string(),
  Runtime: z.string(),
  Role: z.string(),
  MemorySize: z.coerce.number().default(128),
  Timeout: z.coerce.number().default(3),
  ReservedConcurrentExecutions: z.coerce.number().optional(),
  RecursiveLoop: z.enum(['Allow', 'Terminate']).default('Terminate'),
  Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
});

export type FunctionDefinition = {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly roleName: string;
  readonly handler: string;
  readonly nodeMajor: number;
  readonly codeDirectory: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly reservedConcurrency: number | undefined;
  /** Whether it may call itself through a queue again and again. */
  readonly recursiveLoop: 'Allow' | 'Terminate';
  /** Tells the local stack which function makes a call; of this run. */
  readonly accessKeyId: string;
  readonly awsUrl: string;
  readonly environment: Readonly<Record<string, string>>;
};

export type FunctionSurroundings = {
  readonly region: string;
  readonly awsUrl: string;
  readonly assetDirectory: (s3Key: string) => string | undefined;
  /** @returns the directory that then has it as `index.js` */
  readonly writeInlineCode: (functionName: string, code: string) => string;
  /** Replaces the cloud's addresses in a value with local ones. */
  readonly localize: (value: string) => string;
};

/** @throws AssemblyError with the reason, when this function can not be run here */
export function defineFunction(
  resource: StackResource,
  surroundings: FunctionSurroundings,
): FunctionDefinition {
  const parsed = functionSchema.safeParse(resource.properties());
  if (!parsed.success) throw new AssemblyError(z.prettifyError(parsed.error), { cause: parsed.error });
  const { Code, Handler, Runtime, Role, MemorySize, Timeout, Environment } = parsed.data;
  const nodeMajor = Number(/^nodejs(\d+)\.x$/.exec(Runtime)?.[1]);
  if (!nodeMajor) throw new AssemblyError(`its runtime is ${Runtime}; only Node.js runtimes are run`);
  const { name } = resource.identity;
  const codeDirectory =
    Code.ZipFile === undefined
      ? surroundings.assetDirectory(Code.S3Key ?? '')
      : surroundings.writeInlineCode(name, Code.ZipFile);
  if (!codeDirectory) throw new AssemblyError('its code is no directory asset of the assembly');

  const accessKeyId = createAccessKeyId();
  const variables = Object.entries(Environment?.Variables ?? {}).map(([key, value]) => [
    key,
    surroundings.localize(value),
  ]);
  return {
    logicalId: resource.logicalId,
    name,
    arn: resource.identity.attributes.Arn ?? '',
    roleName: Role.split('/').at(-1) ?? Role,
    handler: Handler,
    nodeMajor,
    codeDirectory,
    memoryMb: MemorySize,
    timeoutSeconds: Timeout,
    reservedConcurrency: parsed.data.ReservedConcurrentExecutions,
    recursiveLoop: parsed.data.RecursiveLoop,
    accessKeyId,
    awsUrl: surroundings.awsUrl,
    environment: {
      ...runtimeVariables(
        { name, accessKeyId, handler: Handler, runtime: Runtime, memoryMb: MemorySize, codeDirectory },
        surroundings,
      ),
      ...Object.fromEntries(variables),
    },
  };
}

type RuntimeFacts = {
  readonly name: string;
  readonly accessKeyId: string;
  readonly handler: string;
  readonly runtime: string;
  readonly memoryMb: number;
  readonly codeDirectory: string;
};

/** The variables that Lambda sets, and where AWS is. Nothing of this process's environment is passed on. */
const runtimeVariables = (
  facts: RuntimeFacts,
  { region, awsUrl }: FunctionSurroundings,
): Record<string, string> => ({
  AWS_LAMBDA_FUNCTION_NAME: facts.name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(facts.memoryMb),
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${facts.name}`,
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_EXECUTION_ENV: `AWS_Lambda_${facts.runtime}`,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: facts.accessKeyId,
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: 'local',
  AWS_ENDPOINT_URL_DYNAMODB: awsUrl,
  AWS_ENDPOINT_URL_LAMBDA: awsUrl,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: awsUrl,
  AWS_ENDPOINT_URL_SNS: awsUrl,
  AWS_ENDPOINT_URL_SQS: awsUrl,
  LAMBDA_TASK_ROOT: facts.codeDirectory,
  LAMBDA_RUNTIME_DIR: '/var/runtime',
  _HANDLER: facts.handler,
  LANG: 'en_US.UTF-8',
  TZ: ':UTC',
  PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
});
