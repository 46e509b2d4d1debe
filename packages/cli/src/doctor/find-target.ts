import { stackNameOf } from '@switchyard/cdk/stack-name';
import { explainError } from '../explain-error.ts';
import type { OpenDeployment } from '../open-deployment.ts';
import type { CheckedSettings } from './check-settings.ts';
import { type Finding, fail, skipped } from './finding.ts';

/** What there is to look at. */
export type Target =
  | { readonly kind: 'open'; readonly deployment: OpenDeployment }
  /** Nothing is deployed yet. */
  | { readonly kind: 'absent'; readonly name: string }
  /** What is deployed cannot be seen. */
  | { readonly kind: 'unseen'; readonly finding: Finding };

/**
 * The stack of the command line or of SWITCHYARD_STACK, else the local one. Where none of these is, it is the one
 * that the settings would deploy.
 */
export async function findTarget(
  open: (stack?: string) => Promise<OpenDeployment>,
  settings: CheckedSettings['settings'],
): Promise<Target> {
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
    return findStack(open, stackNameOf(settings));
  }
}

async function findStack(open: (stack: string) => Promise<OpenDeployment>, stack: string): Promise<Target> {
  try {
    return { kind: 'open', deployment: await open(stack) };
  } catch (error) {
    if (explainError(error).code !== 'stack_not_found') return unseen(error);
    return { kind: 'absent', name: `There is no stack ${stack}, and no local stack runs here.` };
  }
}

function unseen(error: unknown): Target {
  const { code, message } = explainError(error);
  // Why is said once, of the account.
  const isAccount = code.startsWith('credentials_') || code === 'region_missing';
  const detail = 'cannot be looked at without credentials and a region';
  return { kind: 'unseen', finding: isAccount ? skipped('outputs', detail) : fail('outputs', message) };
}

export function nameOfTarget(target: Target): string {
  switch (target.kind) {
    case 'absent':
      return 'what is to be deployed';
    case 'unseen':
      return 'settings and account; what is deployed cannot be seen';
    case 'open': {
      const { stack } = target.deployment;
      return stack === undefined ? 'the local stack' : `stack ${stack}`;
    }
  }
}
