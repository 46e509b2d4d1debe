import { toIso } from '../clock.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import type { Told } from '../endpoints/endpoint-state.ts';
import { isUnfinished } from '../endpoints/unfinished.ts';
import type { EndpointEvent } from './operational-event.ts';
import { OPERATIONAL_EVENT_VERSION } from './operational-types.ts';

/** As far as it decides what there is to tell. */
export type TransitionState = Pick<
  Endpoint,
  'endpointId' | 'targetUrl' | 'status' | 'statusReason' | 'breaker' | 'told'
>;

/** Why the state changes, in words that stay the same. */
export type TransitionReason =
  | 'failures'
  | 'gone'
  | 'failing_too_long'
  | 'by_hand'
  | 'answered'
  | 'enabled'
  | 'target_changed';

/** One that goes up and down is said to fail at most once in so long: while it stays down, its next failed probe says so. */
const QUIET_MS = 60_000;
/** More than there can be between a transition and the message that tells of it. */
const KEPT_IDS = 10;

const DEFAULT_REASON = {
  failing: 'failures',
  disabled: 'by_hand',
  recovered: 'answered',
} as const satisfies Record<Told['state'], TransitionReason>;

/** What is to be told when an endpoint goes from one state to another; undefined when nothing is. */
export function transitionOf(
  before: TransitionState,
  after: TransitionState,
  nowMs: number,
): Told['state'] | undefined {
  const { breaker, told } = after;
  switch (after.status) {
    case 'PAUSED':
      return undefined;
    case 'DISABLED':
      return before.status === 'DISABLED' ? undefined : 'disabled';
    case 'ENABLED': {
      if (breaker === undefined) return wasOut(before) ? 'recovered' : undefined;
      if (breaker.state !== 'open' || breaker.cause !== 'failing' || told?.state === 'failing')
        return undefined;
      return told !== undefined && nowMs - Date.parse(told.at) < QUIET_MS ? undefined : 'failing';
    }
  }
}

/** Disabled, or said to fail; an endpoint of a tenant that was only being created was never in service. */
function wasOut(before: TransitionState): boolean {
  if (before.status === 'DISABLED') return !isUnfinished(before);
  return before.told !== undefined && before.told.state !== 'recovered';
}

/** What the endpoint's item says of it from then on. */
export const toldOf = (state: Told['state'], before: TransitionState, id: string, nowMs: number): Told => ({
  state,
  at: toIso(nowMs),
  ids: [id, ...(before.told?.ids ?? [])].slice(0, KEPT_IDS),
});

/** The event that tells of it. */
export function endpointEventOf(
  state: Told['state'],
  { before, after }: { readonly before: TransitionState; readonly after: TransitionState },
  reason: TransitionReason = DEFAULT_REASON[state],
  nowMs: number,
): EndpointEvent {
  const breaker = after.breaker ?? before.breaker;
  return {
    type: `endpoint.${state}`,
    version: OPERATIONAL_EVENT_VERSION,
    timestamp: toIso(nowMs),
    data: {
      endpoint_id: after.endpointId,
      target_host: URL.parse(after.targetUrl)?.host ?? null,
      reason,
      detail: after.statusReason ?? null,
      failing_since: breaker?.failingSince ?? null,
      failures_in_a_row: breaker?.failures ?? 0,
      last_error: reason === 'gone' ? 'http_410' : (breaker?.lastError ?? null),
      next_probe_at: after.breaker?.openUntil ?? null,
    },
  };
}
