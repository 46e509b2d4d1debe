import { GetFunctionConfigurationCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { isAwsError } from '@switchyard/core/errors';
import { count } from '../format.ts';
import type { OpenDeployment } from '../open-deployment.ts';
import { DEPLOY } from './check-stack.ts';
import { type Finding, fail, ok, orFailure, warn } from './finding.ts';

/** Whether the functions are there and can run. None is run for it. */
export async function checkFunctions({
  kind,
  lambda,
  named,
}: Pick<OpenDeployment, 'kind' | 'lambda' | 'named'>): Promise<Finding[]> {
  const ask = kind === 'local' ? askLocal : askStack;
  const functions = Object.entries(named.functions);
  const troubles = await Promise.all(
    functions.map(([name, functionName]) =>
      orFailure(name, async () => {
        try {
          const trouble = await ask(lambda, functionName);
          return trouble === undefined ? [] : warn(name, trouble, DEPLOY);
        } catch (error) {
          if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
          return fail(name, `there is no function ${functionName}`, DEPLOY);
        }
      }),
    ),
  );
  const found = troubles.flat();
  const fine = functions.length - found.length;
  return [...(fine === 0 ? [] : [ok('state', `${count(fine, 'function')} can run`)]), ...found];
}

/** @returns what is wrong with it */
async function askStack(lambda: OpenDeployment['lambda'], functionName: string): Promise<string | undefined> {
  const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName }),
  );
  if (State === 'Failed' || State === 'Pending') return `is ${State}: ${StateReason ?? 'no reason given'}`;
  if (LastUpdateStatus === 'Failed')
    return `its last update failed: ${LastUpdateStatusReason ?? 'no reason given'}`;
  return undefined;
}

/** The local stack has Lambda's Invoke API only. */
async function askLocal(lambda: OpenDeployment['lambda'], functionName: string): Promise<undefined> {
  await lambda.send(new InvokeCommand({ FunctionName: functionName, InvocationType: 'DryRun' }));
}
