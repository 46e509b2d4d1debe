import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { isAwsError } from '@switchyard/core/errors';
import type { Account } from '../account.ts';
import { checkConcurrency } from './check-concurrency.ts';
import type { CheckedSettings } from './check-settings.ts';
import { type Finding, ok, orFailure, warn } from './finding.ts';

/** What the default synthesizer of CDK 2 asks for. */
const MIN_BOOTSTRAP = 6;
const BOOTSTRAP_STACK = 'CDKToolkit';
const BOOTSTRAP = 'npx -y pnpm exec cdk bootstrap';

/** Who asks, where, and whether `cdk deploy` finds what it needs there. */
export async function checkAccount(
  account: Pick<Account, 'sts' | 'cloudFormation' | 'lambda'>,
  settings: CheckedSettings['settings'],
): Promise<Finding[]> {
  const identity = await orFailure('identity', () => checkIdentity(account));
  if (identity.some(({ state }) => state === 'fail')) return identity;
  const rest = await Promise.all([
    orFailure('bootstrap', () => checkBootstrap(account)),
    checkConcurrency(account, settings),
  ]);
  return [...identity, ...rest.flat()];
}

async function checkIdentity({ sts }: Pick<Account, 'sts'>): Promise<Finding> {
  const region = await sts.config.region();
  const { Account: id, Arn: arn } = await sts.send(new GetCallerIdentityCommand());
  return ok('identity', `account ${id}, region ${region}, as ${arn}`);
}

async function checkBootstrap({ cloudFormation }: Pick<Account, 'cloudFormation'>): Promise<Finding> {
  const version = await bootstrapVersion(cloudFormation);
  if (version === undefined) {
    return warn(
      'bootstrap',
      `there is no stack ${BOOTSTRAP_STACK} here, which deploying needs unless it was given another name`,
      BOOTSTRAP,
    );
  }
  if (version >= MIN_BOOTSTRAP) return ok('bootstrap', `version ${version}`);
  return warn('bootstrap', `version ${version} is too old: ${MIN_BOOTSTRAP} or later is needed`, BOOTSTRAP);
}

async function bootstrapVersion(cloudFormation: Account['cloudFormation']): Promise<number | undefined> {
  try {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: BOOTSTRAP_STACK }));
    const output = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'BootstrapVersion');
    return Number(output?.OutputValue ?? 0);
  } catch (error) {
    if (isAwsError(error, 'ValidationError')) return undefined;
    throw error;
  }
}
