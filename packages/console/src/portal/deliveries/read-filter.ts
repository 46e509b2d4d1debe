import { EVENT_STATUSES, type EventStatus } from './describe-delivery.ts';

/** What the list shows; each absent: all. It stands in the address, so that a link shows the same. */
export type Filter = {
  readonly status?: EventStatus;
  readonly endpoint?: string;
  /** `order.paid`, or all of `order.*`. */
  readonly type?: string;
  /** ISO 8601. */
  readonly since?: string;
  readonly until?: string;
};

export function readFilter(search: URLSearchParams): Filter {
  const status = EVENT_STATUSES.find((each) => each === search.get('status'));
  const [endpoint, type] = [search.get('endpoint'), search.get('type')];
  const [since, until] = [readTime(search.get('since')), readTime(search.get('until'))];
  return {
    ...(status === undefined ? {} : { status }),
    ...(endpoint ? { endpoint } : {}),
    ...(type ? { type } : {}),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

/** What is no time is as if it were not there: an address may have been cut. */
function readTime(text: string | null): string | undefined {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

export const isEmpty = (filter: Filter): boolean => Object.keys(filter).length === 0;
