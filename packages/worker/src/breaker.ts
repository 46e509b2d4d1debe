import { toIso } from '@switchyard/core/clock';
import {
  CONTROL_MESSAGE,
  type ControlQueue,
  type RetrySchedule,
  sendControl,
} from '@switchyard/core/deliveries';
import type { Breaker, Endpoint, EndpointsTable } from '@switchyard/core/endpoints';
import { changeState } from '@switchyard/core/endpoints/change-state';
import { holdEndpoint } from '@switchyard/core/endpoints/set-status';
import { newStateId } from '@switchyard/core/ids';
import type { PostResult } from './decide-outcome.ts';

export type BreakerPolicy = {
  /** So many failures in a row open it, … */
  readonly failures: number;
  /** … once they go back at least this far. */
  readonly periodMs: number;
  /** Waits before the first probe and the next ones; the last one repeats. */
  readonly probeSchedule: RetrySchedule;
  /** An endpoint that has failed for so long is disabled. */
  readonly disableAfterMs: number;
};

export type BreakerContext = EndpointsTable & ControlQueue & { readonly breakerPolicy: BreakerPolicy };

/** While what was held is being sent on, so many failures in a row are enough: it has failed before. */
const FAILURES_WHILE_DRAINING = 5;

export function isToOpen(
  { failures, failingSince }: Breaker,
  isDraining: boolean,
  policy: BreakerPolicy,
  nowMs: number,
): boolean {
  if (isDraining && failures >= Math.min(FAILURES_WHILE_DRAINING, policy.failures)) return true;
  return failures >= policy.failures && nowMs - Date.parse(failingSince) >= policy.periodMs;
}

/** How a request was answered, or why it was not, in a word. */
export const errorOf = (result: PostResult): string =>
  result.kind === 'failed' ? result.error : `http_${result.statusCode}`;

/** The breaker with so many failures more, of which the latest is this one. */
export const withFailures = (
  breaker: Breaker | undefined,
  { count, since }: { readonly count: number; readonly since: number },
  latest: PostResult,
): Breaker => ({
  failingSince: toIso(since),
  ...breaker,
  state: 'closed',
  id: newStateId(),
  failures: (breaker?.failures ?? 0) + count,
  lastError: errorOf(latest),
});

/**
 * Stops all requests to an endpoint until a probe. The message that makes the probe is sent before the state is
 * written: after a crash in between it is stale, never missing.
 *
 * @returns false when somebody else changed the endpoint at the same moment
 */
export async function openBreaker(
  context: BreakerContext,
  endpoint: Endpoint,
  breaker: Breaker,
  wait: { readonly cause: NonNullable<Breaker['cause']>; readonly forMs: number },
): Promise<boolean> {
  const { tenantId, endpointId } = endpoint;
  const { breakerPolicy, clock } = context;
  const now = clock();
  if (now - Date.parse(breaker.failingSince) >= breakerPolicy.disableAfterMs)
    return holdEndpoint(
      context,
      endpoint,
      'DISABLED',
      `It has not answered with success since ${breaker.failingSince}.`,
      { reason: 'failing_too_long' },
    );
  const id = newStateId();
  const notBefore = now + wait.forMs;
  await sendControl(context, { schema: CONTROL_MESSAGE, kind: 'probe', tenantId, endpointId, id, notBefore });
  return changeState(context, endpoint, {
    breaker: { ...breaker, state: 'open', id, cause: wait.cause, openUntil: toIso(notBefore) },
    drain: undefined,
  });
}

/** How long to wait for the next probe after so many have failed. */
export function probeWait({ probeSchedule }: BreakerPolicy, failedProbes: number): number {
  return probeSchedule[Math.min(failedProbes, probeSchedule.length - 1)] ?? 0;
}
