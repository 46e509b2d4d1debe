import { stackNameOf } from '@switchyard/cdk/stack-name';
import type { Account } from '../account.ts';
import type { OpenDeployment } from '../open-deployment.ts';
import { checkAccounts } from './check-accounts.ts';
import { checkCertificates } from './check-certificates.ts';
import { checkFunctions } from './check-functions.ts';
import { checkHostedZone } from './check-hosted-zone.ts';
import { checkPlans } from './check-plans.ts';
import { checkQueues } from './check-queues.ts';
import { checkReachable, type Fetch } from './check-reachable.ts';
import { checkSecrets } from './check-secrets.ts';
import type { CheckedSettings } from './check-settings.ts';
import { checkDeployed, checkOutputs, DEPLOY } from './check-stack.ts';
import { checkTables } from './check-tables.ts';
import type { Target } from './find-target.ts';
import { type Finding, orFailure, skipped, warn } from './finding.ts';

/** What the checks look at. */
export type Subject = {
  readonly settings: CheckedSettings;
  readonly target: Target;
  /** What was found of the account, which two groups need. */
  readonly account: Promise<readonly Finding[]>;
  readonly openAccount: () => Promise<Account>;
  readonly fetch: Fetch;
};

export type CheckGroup = {
  readonly group: string;
  readonly title: string;
  readonly check: (subject: Subject) => Promise<readonly Finding[]>;
};

/** A check of what is deployed: finds nothing where that cannot be looked at. */
const ofDeployment =
  (check: (deployment: OpenDeployment, subject: Subject) => Promise<readonly Finding[]>) =>
  async (subject: Subject): Promise<readonly Finding[]> =>
    subject.target.kind === 'open' ? check(subject.target.deployment, subject) : [];

/** All checks of `doctor`, in the order of the report. */
export const checks: readonly CheckGroup[] = [
  { group: 'settings', title: 'Settings', check: checkSettingsOfTarget },
  { group: 'account', title: 'AWS account', check: ({ account }) => account },
  { group: 'zone', title: 'Hosted zone', check: checkZone },
  { group: 'stack', title: 'Stack', check: checkStack },
  { group: 'tables', title: 'Tables', check: ofDeployment(checkTables) },
  { group: 'queues', title: 'Queues', check: ofDeployment(checkQueues) },
  { group: 'functions', title: 'Functions', check: ofDeployment(checkFunctions) },
  { group: 'plans', title: 'Plans', check: ofDeployment(checkPlans) },
  {
    group: 'certificates',
    title: 'Client certificates',
    check: ofDeployment((deployment) => checkCertificates(deployment)),
  },
  { group: 'secrets', title: 'Secrets', check: ofDeployment(checkSecretsAndAccounts) },
  {
    group: 'http',
    title: 'Over HTTP',
    check: ofDeployment((deployment, { fetch }) => checkReachable(deployment, fetch)),
  },
];

async function checkSecretsAndAccounts(deployment: OpenDeployment): Promise<Finding[]> {
  return [...(await checkSecrets(deployment)), ...(await checkAccounts(deployment))];
}

export const isLocal = (target: Target): boolean =>
  target.kind === 'open' && target.deployment.kind === 'local';

async function checkSettingsOfTarget({ settings: { settings, findings }, target }: Subject) {
  if (settings === undefined || target.kind !== 'open') return findings;
  const { stack } = target.deployment;
  const own = stackNameOf(settings);
  // A stack may be named by its ARN as well.
  if (stack === undefined || stack === own || stack.includes(`:stack/${own}/`)) return findings;
  const detail = `these are of stack ${own}, and what is looked at is ${stack}`;
  return [...findings, warn('values', detail, `--stack ${own}, or its settings`)];
}

async function checkZone(subject: Subject): Promise<readonly Finding[]> {
  const { settings } = subject.settings;
  if (isLocal(subject.target)) return [skipped('zone', 'the local stack has no custom domains')];
  if (settings === undefined) return [skipped('zone', 'the settings are to be corrected first')];
  const account = await subject.account;
  if (settings.HOSTED_ZONE_ID !== '' && account.some(({ state }) => state === 'fail')) {
    return [
      skipped('zone', `${settings.HOSTED_ZONE_ID} cannot be looked at without credentials and a region`),
    ];
  }
  return orFailure('zone', async () => checkHostedZone(settings, await subject.openAccount()));
}

async function checkStack({ target, openAccount }: Subject): Promise<readonly Finding[]> {
  switch (target.kind) {
    case 'unseen':
      return [target.finding];
    case 'absent':
      return [skipped('deployed', `${target.name} Not deployed yet: ${DEPLOY}`)];
    case 'open': {
      const { deployment } = target;
      const { stack } = deployment;
      const deployed = stack === undefined ? [] : await checkDeployed(stack, await openAccount());
      return [...deployed, checkOutputs(deployment)];
    }
  }
}
