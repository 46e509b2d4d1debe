import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import { isAwsError } from '@switchyard/core/errors';
import type { Account } from '../account.ts';
import type { CheckedSettings } from './check-settings.ts';
import { type Finding, ok, orFailure, skipped, warn } from './finding.ts';

/** For the APIs, the callbacks and their spool; as many as Lambda itself wants left when concurrency is reserved. */
const ROOM_FOR_OTHERS = 100;
/** The functions that PROVISIONED_CONCURRENCY keeps warm. */
const WARM_FUNCTIONS = 3;
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
    const { WORKER_MAX_CONCURRENCY: worker, PROVISIONED_CONCURRENCY: warm } = settings;
    const needed = worker + warm * WARM_FUNCTIONS + ROOM_FOR_OTHERS;
    const detail = `this account runs ${limit} functions at once in this region`;
    if (limit >= needed) return ok('quota', `${detail}, and ${needed} are needed`);
    const less = Math.min(worker, Math.max(2, Math.floor(limit / 2)));
    return warn(
      'quota',
      `${detail}, and ${needed} are needed: ${worker} for the worker (WORKER_MAX_CONCURRENCY), ${warm * WARM_FUNCTIONS} kept warm, ${ROOM_FOR_OTHERS} for APIs and callbacks. What is above is throttled: callbacks are refused, deliveries wait`,
      `\`aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value ${Math.max(needed, ORDINARY_LIMIT)}\`; until it is granted WORKER_MAX_CONCURRENCY=${less}`,
    );
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
