import { readBy } from '../config/variable-types.ts';

/** How much the tenants of a plan may send, each. API Gateway counts requests, whatever is in them. */
export type Plan = {
  readonly name: string;
  /** Requests a second, in the long run. */
  readonly rate: number;
  /** Requests at once. */
  readonly burst: number;
  /** Absent: as many as come. */
  readonly dailyQuota?: number;
};

export const PLAN_NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/;

const PLAN = /^([^=]+)=(\d{1,9})\/(\d{1,9})(?:\/(\d{1,10}))?$/;
const MAX_RATE = 10_000;
const MAX_BURST = 5_000;
const MAX_QUOTA = 2_147_483_647;
/** An account has 300 usage plans in a region. */
const MAX_PLANS = 20;

/** @throws RangeError that says what is wrong with which plan, and what is allowed */
export function parsePlans(text: string): Plan[] {
  const written = text
    .split(',')
    .map((plan) => plan.trim())
    .filter((plan) => plan !== '');
  if (written.length > MAX_PLANS)
    throw new RangeError(`has ${written.length} plans, of at most ${MAX_PLANS}`);
  const plans = written.map(parsePlan);
  const twice = plans.find(({ name }, index) => plans.findIndex((each) => each.name === name) < index);
  if (twice !== undefined) throw new RangeError(`names ${twice.name} twice`);
  return plans;
}

function parsePlan(text: string): Plan {
  const [, name = '', rate, burst, quota] = PLAN.exec(text) ?? [];
  const limit = (what: string, value: string | undefined, max: number): number => {
    const number = Number(value);
    if (number >= 1 && number <= max) return number;
    throw new RangeError(`"${text}": the ${what} must be from 1 to ${max}`);
  };
  if (!PLAN_NAME.test(name))
    throw new RangeError(
      `"${text}" must be a name, a rate, a burst and, if you want, a daily quota, such as trial=5/10/20000 or pro=200/400`,
    );
  return {
    name,
    rate: limit('rate', rate, MAX_RATE),
    burst: limit('burst', burst, MAX_BURST),
    ...(quota === undefined ? {} : { dailyQuota: limit('daily quota', quota, MAX_QUOTA) }),
  };
}

export const plansSetting = readBy(parsePlans)
  .default('')
  .describe(
    'Plans of tenants: each a name, requests a second, requests at once and, if you want, requests a day, such as `trial=5/10/20000,pro=200/400`. They are counted for each tenant at `POST /v1/events` (docs/plans.md). Empty: no tenant has a limit of its own. A stack that is from before there were plans is deployed once without, then with them.',
  );
