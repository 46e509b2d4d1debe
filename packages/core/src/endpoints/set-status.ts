import {
  type ChangeOptions,
  type ChangeStateContext,
  changeState,
  type WriteCondition,
} from './change-state.ts';
import type { Endpoint } from './endpoint.ts';
import { type StartDrainContext, startDrain } from './start-drain.ts';

/**
 * Puts an endpoint into service, whatever kept it out, and sends on what was held for it. Repeating it after a failure
 * completes it; it may be repeated for an enabled endpoint too, to drain it again.
 *
 * @param endpoint as it was just read
 * @returns false when somebody else changed it at the same moment: read it again
 */
export const enableEndpoint = (
  context: StartDrainContext,
  endpoint: Endpoint,
  onlyIf?: WriteCondition,
): Promise<boolean> =>
  startDrain(
    context,
    endpoint,
    { status: 'ENABLED', statusReason: undefined, breaker: undefined },
    { onlyIf, reason: 'enabled' },
  );

/**
 * Takes an endpoint out of service: from now on what is due for it is held. What is under way ends as it ends.
 *
 * @param endpoint as it was just read
 * @param reason in a sentence; in a word, for who is told, it is among the options
 * @returns false when somebody else changed it at the same moment: read it again
 */
export const holdEndpoint = (
  context: ChangeStateContext,
  endpoint: Endpoint,
  status: 'PAUSED' | 'DISABLED',
  reason: string | undefined,
  { onlyIf, reason: told = 'by_hand' }: ChangeOptions = {},
): Promise<boolean> =>
  changeState(
    context,
    endpoint,
    { status, statusReason: reason, breaker: undefined, drain: undefined },
    { onlyIf, reason: told },
  );
