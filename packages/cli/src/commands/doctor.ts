import type { Account } from '../account.ts';
import { checkAccount } from '../doctor/check-account.ts';
import { checkFunctions } from '../doctor/check-functions.ts';
import { checkHostedZone } from '../doctor/check-hosted-zone.ts';
import { checkQueues } from '../doctor/check-queues.ts';
import { checkReachable, type Fetch } from '../doctor/check-reachable.ts';
import { checkSecrets } from '../doctor/check-secrets.ts';
import { type CheckedSettings, stackNameOf } from '../doctor/check-settings.ts';
import { checkDeployed, checkOutputs, DEPLOY } from '../doctor/check-stack.ts';
import { checkTables } from '../doctor/check-tables.ts';
import { type Finding, fail, orFailure, skipped, warn } from '../doctor/finding.ts';
import { providerUrls } from '../doctor/provider-urls.ts';
import { explainError } from '../explain-error.ts';
import type { OpenDeployment } from '../open-deployment.ts';

export type DoctorDeps = {
  readonly checkSettings: () => CheckedSettings;
  /** The stack of the command line or of SWITCHYARD_STACK, else the local one; by name, that one. */
  readonly open: (stack?: string) => Promise<OpenDeployment>;
  readonly openAccount: () => Promise<Account>;
  readonly fetch: Fetch;
};

const GROUPS = [
  'settings',
  'account',
  'zone',
  'stack',
  'tables',
  'queues',
  'functions',
  'secrets',
  'http',
] as const;
type Group = (typeof GROUPS)[number];

/** What there is to look at. */
type Target =
  | { readonly kind: 'open'; readonly deployment: OpenDeployment }
  /** Nothing is deployed yet. */
  | { readonly kind: 'absent'; readonly name: string }
  /** What is deployed cannot be seen. */
  | { readonly kind: 'unseen'; readonly finding: Finding };

/** Looks at all that a deployment needs, and says of each whether it is in order. It changes nothing. */
export function createDoctor({ checkSettings, open, openAccount, fetch }: DoctorDeps) {
  return async () => {
    const { settings, findings } = checkSettings();
    const target = await findTarget(settings);
    const isLocal = target.kind === 'open' && target.deployment.kind === 'local';
    const [around, within] = await Promise.all([
      isLocal ? LOCAL_ACCOUNT : lookAround(settings),
      lookWithin(target),
    ]);
    const groups: Partial<Record<Group, readonly Finding[]>> = {
      settings: [...findings, ...otherStack(settings, target)],
      ...around,
      ...within,
    };
    const checks = GROUPS.flatMap((group) => (groups[group] ?? []).map((finding) => ({ group, ...finding })));
    const count = (state: Finding['state']) => checks.filter((check) => check.state === state).length;
    return {
      target: nameOf(target),
      healthy: count('fail') === 0,
      counts: { ok: count('ok'), warn: count('warn'), fail: count('fail'), skipped: count('skipped') },
      checks,
      urls: target.kind === 'open' ? providerUrls(target.deployment) : [],
    };
  };

  /** Where no local stack runs and no stack is named, it is the one that the settings would deploy. */
  async function findTarget(settings: CheckedSettings['settings']): Promise<Target> {
    try {
      return { kind: 'open', deployment: await open() };
    } catch (error) {
      const { code, message } = explainError(error);
      if (code === 'stack_not_found') return { kind: 'absent', name: message };
      if (code !== 'local_stack_not_running' && code !== 'local_stack_stale') return unseen(error);
      if (settings === undefined) {
        const detail = 'no local stack runs here, and which one is deployed depends on the settings';
        return { kind: 'unseen', finding: skipped('outputs', detail) };
      }
      const stack = stackNameOf(settings);
      try {
        return { kind: 'open', deployment: await open(stack) };
      } catch (error) {
        if (explainError(error).code !== 'stack_not_found') return unseen(error);
        return { kind: 'absent', name: `There is no stack ${stack}, and no local stack runs here.` };
      }
    }
  }

  async function lookAround(settings: CheckedSettings['settings']) {
    const around = await openAccount();
    const account = await checkAccount(around);
    return { account, zone: await lookAtZone(settings, around, account) };
  }

  async function lookAtZone(
    settings: CheckedSettings['settings'],
    around: Account,
    account: readonly Finding[],
  ): Promise<readonly Finding[]> {
    if (settings === undefined) return [skipped('zone', 'the settings are to be corrected first')];
    if (settings.HOSTED_ZONE_ID !== '' && account.some(({ state }) => state === 'fail')) {
      return [
        skipped('zone', `${settings.HOSTED_ZONE_ID} cannot be looked at without credentials and a region`),
      ];
    }
    return orFailure('zone', () => checkHostedZone(settings, around));
  }

  async function lookWithin(target: Target): Promise<Partial<Record<Group, readonly Finding[]>>> {
    if (target.kind === 'unseen') return { stack: [target.finding] };
    if (target.kind === 'absent') {
      return { stack: [skipped('deployed', `${target.name} Not deployed yet: ${DEPLOY}`)] };
    }
    const { deployment } = target;
    const { stack } = deployment;
    const [deployed, tables, queues, functions, secrets, http] = await Promise.all([
      stack === undefined ? [] : openAccount().then((account) => checkDeployed(stack, account)),
      checkTables(deployment),
      checkQueues(deployment),
      checkFunctions(deployment),
      checkSecrets(deployment),
      checkReachable(deployment, fetch),
    ]);
    return { stack: [...deployed, checkOutputs(deployment)], tables, queues, functions, secrets, http };
  }
}

const LOCAL_ACCOUNT = {
  account: [skipped('identity', 'the local stack asks for no credentials')],
  zone: [skipped('zone', 'the local stack has no custom domains')],
};

function unseen(error: unknown): Target {
  const { code, message } = explainError(error);
  // Why is said once, of the account.
  const isAccount = code.startsWith('credentials_') || code === 'region_missing';
  const detail = 'cannot be looked at without credentials and a region';
  return { kind: 'unseen', finding: isAccount ? skipped('outputs', detail) : fail('outputs', message) };
}

function otherStack(settings: CheckedSettings['settings'], target: Target): Finding[] {
  if (settings === undefined || target.kind !== 'open') return [];
  const { stack } = target.deployment;
  const own = stackNameOf(settings);
  // A stack may be named by its ARN as well.
  if (stack === undefined || stack === own || stack.includes(`:stack/${own}/`)) return [];
  return [
    warn(
      'values',
      `these are of stack ${own}, and what is looked at is ${stack}`,
      `--stack ${own}, or its settings`,
    ),
  ];
}

function nameOf(target: Target): string {
  if (target.kind === 'absent') return 'what is to be deployed';
  if (target.kind === 'unseen') return 'settings and account; what is deployed cannot be seen';
  const { stack } = target.deployment;
  return stack === undefined ? 'the local stack' : `stack ${stack}`;
}

export type DoctorResult = Awaited<ReturnType<ReturnType<typeof createDoctor>>>;
