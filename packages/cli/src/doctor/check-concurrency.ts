import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import { concurrencyNeeded } from '@switchyard/cdk/reserved-concurrency';
import { isAwsError } from '@switchyard/core/errors';
import type { Account } from '../account.ts';
import type { CheckedSettings } from './check-settings.ts';
import { type Finding, ok, orFailure, skipped, warn } from './finding.ts';

/** What an account has that is not new; nobody is given less on request. */
const ORDINARY_LIMIT = 1_000;

/** How many invocations the account runs at once: a new one has 10, and throttles what is above. */
export function checkConcurrency(
  { lambda }: Pick<Account, 'lambda'>,
  settings: CheckedSettings['settings'],
): Promise<Finding[]> {
  return orFailure('quota', async () => {
    if (settings === undefined) return skipped('quota', 'the settings are to be corrected first');
    const limit = await concurrencyLimit(lambda);
    if (limit === undefined) {
      return skipped('quota', 'it needs lambda:GetAccountSettings, which your credentials do not have');
    }
    const { WORKER_MAX_CONCURRENCY: worker, ACCOUNT_CONCURRENCY: declared } = settings;
    const needed = concurrencyNeeded(settings);
    const detail = `this account runs ${limit} functions at once in this region`;
    if (limit < needed) {
      const less = Math.min(worker, Math.max(2, Math.floor(limit / 2)));
      return warn(
        'quota',
        `${detail}, and ${needed} are needed: ${worker} for the worker alone (WORKER_MAX_CONCURRENCY). What is above is throttled: callbacks are refused, deliveries wait`,
        `\`aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value ${Math.max(needed, ORDINARY_LIMIT)}\`; until it is granted WORKER_MAX_CONCURRENCY=${less}`,
      );
    }
    return declared > limit
      ? warn('quota', `${detail}, not ACCOUNT_CONCURRENCY=${declared}`, `ACCOUNT_CONCURRENCY=${limit}`)
      : ok('quota', `${detail}, and ${needed} are needed`);
  });
}

async function concurrencyLimit(lambda: Account['lambda']): Promise<number | undefined> {
  try {
    const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
    return AccountLimit?.ConcurrentExecutions ?? 0;
  } catch (error) {
    // Roles that were made before this was asked do not allow it, and a deployment must not fail for that.
    if (isAwsError(error, 'AccessDeniedException')) return undefined;
    throw error;
  }
}
