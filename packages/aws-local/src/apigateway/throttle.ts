import * as z from 'zod';

export type Throttle = {
  /** Requests a second, in the long run. */
  readonly rateLimit: number;
  /** Requests at once. */
  readonly burstLimit: number;
};

/** What an account has in a region until AWS raises it; a setting that gives one limit leaves the other at this. */
const ACCOUNT_LIMITS: Throttle = { rateLimit: 10_000, burstLimit: 5_000 };
const limit = z.coerce.number().optional();

export const methodSettingsSchema = z.array(
  z.object({
    /** `/*` for all, otherwise `/` and the path with its slashes as `~1`. */
    ResourcePath: z.string().default('/*'),
    HttpMethod: z.string().default('*'),
    ThrottlingRateLimit: limit,
    ThrottlingBurstLimit: limit,
    CachingEnabled: z.boolean().default(false),
  }),
);

type MethodSettings = z.infer<typeof methodSettingsSchema>[number];

const pathOf = ({ ResourcePath }: MethodSettings): string =>
  ResourcePath.replace(/^\//, '').replaceAll('~1', '/').replaceAll('~0', '~');

/**
 * The limits of one method: each method has its own, those of the stage are what a method has without its own.
 *
 * @returns undefined where the stage sets none
 */
export function methodThrottle(
  settings: readonly MethodSettings[],
  httpMethod: string,
  resourcePath: string,
): Throttle | undefined {
  const exactness = (each: MethodSettings): number =>
    (pathOf(each) === '*' ? 0 : 2) + (each.HttpMethod === '*' ? 0 : 1);
  const matching = settings
    .filter((each) => ['*', resourcePath].includes(pathOf(each)))
    .filter((each) => ['*', httpMethod].includes(each.HttpMethod))
    .sort((one, other) => exactness(other) - exactness(one));
  const given = (name: 'ThrottlingRateLimit' | 'ThrottlingBurstLimit'): number | undefined =>
    matching.find((each) => each[name] !== undefined)?.[name];
  const rateLimit = given('ThrottlingRateLimit');
  const burstLimit = given('ThrottlingBurstLimit');
  if (rateLimit === undefined && burstLimit === undefined) return undefined;
  return {
    rateLimit: rateLimit ?? ACCOUNT_LIMITS.rateLimit,
    burstLimit: burstLimit ?? ACCOUNT_LIMITS.burstLimit,
  };
}

/**
 * A token bucket that starts full.
 *
 * @param now milliseconds
 * @returns whether one more request may pass now
 */
export function createThrottle({ rateLimit, burstLimit }: Throttle, now: () => number): () => boolean {
  // A rate of 0 closes the method.
  const capacity = rateLimit > 0 ? burstLimit : 0;
  let tokens = capacity;
  let filledAt = now();
  return () => {
    const at = now();
    tokens = Math.min(capacity, tokens + ((at - filledAt) / 1000) * rateLimit);
    filledAt = at;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
