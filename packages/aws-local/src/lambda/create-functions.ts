import type { AnswerAws } from '../aws/aws-endpoint.ts';
import { AssemblyError } from '../errors.ts';
import type { Caller } from '../iam/permission-ledger.ts';
import type { RolePolicies } from '../iam/role-policies.ts';
import { type LocalStackOptions, toLogLine } from '../local-stack.ts';
import type { Stack } from '../template/load-stack.ts';
import type { DecideCrash } from './crash-at.ts';
import { defineFunction, type FunctionSurroundings } from './function-definition.ts';
import { createFunctionPool, type LambdaFunction } from './function-pool.ts';
import { prepareThreads } from './prepare-threads.ts';

type NamedFunction = LambdaFunction & {
  readonly shortName: string;
};

export type Functions = {
  readonly all: readonly NamedFunction[];
  /** By name, ARN or partial ARN; a version or alias means the one code there is. */
  readonly find: (nameOrArn: string) => NamedFunction | undefined;
  readonly get: (nameOrArn: string) => NamedFunction;
  /** Who calls, by access key id. */
  readonly callers: ReadonlyMap<string, Caller>;
  readonly unsupported: readonly string[];
  /** Loads these, by short name, before their first event. */
  readonly warm: (shortNames: readonly string[]) => Promise<void>;
  readonly stop: () => Promise<void>;
};

export function createFunctions(
  stack: Stack,
  surroundings: Omit<FunctionSurroundings, 'writeInlineCode'>,
  policies: RolePolicies,
  outputs: Readonly<Record<string, string>>,
  { onLog, onInvoke, crash }: Pick<LocalStackOptions, 'onLog' | 'onInvoke' | 'crash'>,
  answerAws: AnswerAws,
): Functions {
  const threads = prepareThreads();
  const unsupported: string[] = [];
  const all: NamedFunction[] = [];
  const callers = new Map<string, Caller>();

  for (const resource of stack.ofType('AWS::Lambda::Function')) {
    try {
      const definition = defineFunction(resource, {
        ...surroundings,
        writeInlineCode: threads.writeInlineCode,
      });
      const { name: functionName, accessKeyId, roleName } = definition;
      const shortName = shortNameOf(functionName, outputs);
      const log = (text: string): void => onLog?.(toLogLine(functionName, shortName, text));
      const decideCrash: DecideCrash | undefined = crash && ((call) => crash({ shortName, ...call }));
      const pool = createFunctionPool(definition, threads, log, answerAws, decideCrash);
      const invoke: LambdaFunction['invoke'] = (payload, ...others) => {
        onInvoke?.(shortName, payload);
        return pool.invoke(payload, ...others);
      };
      all.push({ ...pool, invoke, shortName });
      callers.set(accessKeyId, { functionName, roleName, statements: policies.byRole.get(roleName) ?? [] });
    } catch (error) {
      if (!(error instanceof AssemblyError)) throw error;
      unsupported.push(`${resource.logicalId} (${resource.type}): ${error.message}`);
    }
  }

  const find = (nameOrArn: string): NamedFunction | undefined => {
    const [, name = nameOrArn.split(':')[0]] = /(?:^|:)function:([^:]+)/.exec(nameOrArn) ?? [];
    return all.find(({ definition }) => definition.name === name);
  };
  return {
    all,
    find,
    get: (nameOrArn) => {
      const found = find(nameOrArn);
      if (found) return found;
      const known = all.map(({ definition }) => definition.name).join(', ');
      throw new AssemblyError(`No function ${nameOrArn} is run here; there are ${known}.`);
    },
    callers,
    unsupported,
    warm: async (shortNames) => {
      await Promise.all(
        all.filter(({ shortName }) => shortNames.includes(shortName)).map((each) => each.warm()),
      );
    },
    stop: async () => {
      await Promise.all(all.map((each) => each.stop()));
      threads.remove();
    },
  };
}

/** `FunctionOrderMailer` among the outputs makes `order-mailer`. */
function shortNameOf(functionName: string, outputs: Readonly<Record<string, string>>): string {
  const keys = Object.keys(outputs).filter((key) => outputs[key] === functionName);
  const key = keys.find((each) => each.startsWith('Function')) ?? keys[0];
  if (key === undefined) return functionName;
  return key
    .replace(/^Function(?=.)/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
}
