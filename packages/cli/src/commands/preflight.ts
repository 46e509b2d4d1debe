import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { isAwsError } from '@switchyard/core/errors';
import * as z from 'zod';
import type { Account } from '../account.ts';
import { defineCommand } from '../define-command.ts';
import { CommandError } from '../errors.ts';
import { readDotenv } from '../read-dotenv.ts';
import { wasNeverDeployed } from '../stack-status.ts';

export const preflight = defineCommand({
  name: 'preflight',
  summary: 'refuse a deployment that would take the protection from a stack that is there',
  input: z.object({}),
  options: {},
  examples: ['preflight'],
  notes:
    '`pnpm run deploy` and the workflow ask it first. It looks at AWS only where FIRST_DEPLOYMENT is true.',
  async run({ openAccount, environment, directory }) {
    const [{ parseSettings }, { stackNameOf }, dotenv] = await Promise.all([
      import('@switchyard/cdk/settings'),
      import('@switchyard/cdk/stack-name'),
      readDotenv(directory),
    ]);
    const settings = parseSettings({ ...dotenv, ...environment });
    const stack = stackNameOf(settings);
    if (settings.FIRST_DEPLOYMENT) await refuseDeployed(await openAccount(), stack);
    return { stack, first_deployment: settings.FIRST_DEPLOYMENT };
  },
  text: ({ stack, first_deployment: first }) =>
    first
      ? `Stack ${stack} is not there yet. Deploy again without FIRST_DEPLOYMENT once it is.`
      : `Stack ${stack} may be deployed.`,
});

async function refuseDeployed({ cloudFormation }: Account, stack: string): Promise<void> {
  const status = await statusOf(cloudFormation, stack);
  if (status === undefined || wasNeverDeployed(status)) return;
  throw new CommandError(
    'already_deployed',
    `Stack ${stack} is ${status}: FIRST_DEPLOYMENT=true would take the protection from it and its tables. Leave it out.`,
  );
}

async function statusOf(
  cloudFormation: Account['cloudFormation'],
  stack: string,
): Promise<string | undefined> {
  try {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stack }));
    return Stacks?.[0]?.StackStatus;
  } catch (error) {
    if (isAwsError(error, 'ValidationError')) return undefined;
    throw error;
  }
}
