import type * as z from 'zod';
import type { settingList } from './setting-list.ts';

type Settings = z.infer<typeof settingList>;

/** The functions that traffic reaches, by package. The others share what is left. */
export const RESERVABLE = ['authorizer', 'ingest-api', 'webhook-handler', 'worker', 'receiver'] as const;

/** Functions with warm environments, which are taken from the account as well. */
const WARM: readonly string[] = ['authorizer', 'ingest-api', 'webhook-handler'];

/** Batches of probes and steps of drains at once: each takes a part of a second, and the next step comes after one. */
export const CONTROL_CONCURRENCY = 2;

/** Lambda leaves at least so many to the functions that have none reserved. */
const LEAST_UNRESERVED = 100;

const SHARE = new RegExp(`^(${RESERVABLE.join('|')})=([1-9]\\d{0,4})$`);

export const isShare = (text: string): boolean => SHARE.test(text);

/** By what a setting names. */
const sharesOf = (shares: readonly string[]): ReadonlyMap<string, number> =>
  new Map(
    shares.map((share) => {
      const [name = '', number] = share.split('=');
      return [name, Number(number)];
    }),
  );

/** What each function gets, by its name. Of the worker's share the slow lane's function gets what that lane takes. */
export function reservations({
  RESERVED_CONCURRENCY,
  SLOW_LANE_CONCURRENCY,
}: Pick<Settings, 'RESERVED_CONCURRENCY' | 'SLOW_LANE_CONCURRENCY'>): ReadonlyMap<string, number> {
  const shares = new Map(sharesOf(RESERVED_CONCURRENCY));
  const worker = shares.get('worker');
  if (worker === undefined) return shares;
  return shares.set('worker', worker - SLOW_LANE_CONCURRENCY).set('worker (slow)', SLOW_LANE_CONCURRENCY);
}

/** @returns what is wrong with the shares, each a sentence that goes on after the setting's name and value */
export function problemsOfShares(settings: Settings): string[] {
  const shares = sharesOf(settings.RESERVED_CONCURRENCY);
  const { PROVISIONED_CONCURRENCY: warm, ACCOUNT_CONCURRENCY: account } = settings;
  const problems: string[] = [];
  if (shares.size < settings.RESERVED_CONCURRENCY.length) problems.push('names a function twice');
  const worker = shares.get('worker');
  if (worker !== undefined && worker < workerBatches(settings))
    problems.push(
      `reserves ${worker} for worker, which takes ${workerBatches(settings)} batches of messages at once: WORKER_MAX_CONCURRENCY=${settings.WORKER_MAX_CONCURRENCY}, SLOW_LANE_CONCURRENCY=${settings.SLOW_LANE_CONCURRENCY} and ${CONTROL_CONCURRENCY} of the control queue; those above its share would be received only to be throttled`,
    );
  for (const name of WARM) {
    const share = shares.get(name) ?? warm;
    if (share < warm)
      problems.push(`reserves ${share} for ${name}, of which PROVISIONED_CONCURRENCY=${warm} are to be warm`);
  }
  const taken = takenFrom(settings);
  const left = account - taken;
  if (account > 0 && shares.size > 0 && left < LEAST_UNRESERVED)
    problems.push(
      `leaves ${left} of ACCOUNT_CONCURRENCY=${account} to all other functions of the account; Lambda asks for ${LEAST_UNRESERVED} or more`,
    );
  return problems;
}

/** What is reserved or kept warm, and so nobody else's. */
function takenFrom({ RESERVED_CONCURRENCY, PROVISIONED_CONCURRENCY }: Settings): number {
  const shares = sharesOf(RESERVED_CONCURRENCY);
  const warm = PROVISIONED_CONCURRENCY * WARM.filter((name) => !shares.has(name)).length;
  return [...shares.values()].reduce((sum, share) => sum + share, warm);
}

/** Batches of messages that the worker's two functions take at once, from all of their queues. */
export const workerBatches = ({
  WORKER_MAX_CONCURRENCY,
  SLOW_LANE_CONCURRENCY,
}: Pick<Settings, 'WORKER_MAX_CONCURRENCY' | 'SLOW_LANE_CONCURRENCY'>): number =>
  WORKER_MAX_CONCURRENCY + SLOW_LANE_CONCURRENCY + CONTROL_CONCURRENCY;

/** The concurrency that an account should have for these settings: what they take, the worker, and room for the others. */
export function concurrencyNeeded(settings: Settings): number {
  const isShare = sharesOf(settings.RESERVED_CONCURRENCY).has('worker');
  return takenFrom(settings) + (isShare ? 0 : workerBatches(settings)) + LEAST_UNRESERVED;
}
