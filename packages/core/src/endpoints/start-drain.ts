import { toIso } from '../clock.ts';
import { CONTROL_MESSAGE } from '../deliveries/control-message-name.ts';
import { type ControlQueue, sendControl } from '../deliveries/delivery-queue.ts';
import { newStateId } from '../ids/ids.ts';
import { type ChangeOptions, changeState, type StateChange } from './change-state.ts';
import type { Endpoint } from './endpoint.ts';
import { DEFAULT_DRAIN_RATE } from './endpoint-options.ts';
import type { EndpointsTable } from './endpoint-store.ts';

export type StartDrainContext = EndpointsTable & ControlQueue;

/** Lets what is being written be read, and the indexes catch up. */
const FIRST_STEP_MS = 1_000;

export const drainRate = ({ drainRate = DEFAULT_DRAIN_RATE }: Pick<Endpoint, 'drainRate'>): number =>
  drainRate;

/**
 * Starts to send on what is held for an endpoint, oldest first, in place of any earlier drain, with whatever else
 * changes in the same write. The message is sent before the state is written: after a crash in between it is stale,
 * never missing.
 *
 * @param endpoint as it was just read
 * @returns false when somebody else changed it at the same moment: nothing was started
 */
export async function startDrain(
  context: StartDrainContext,
  endpoint: Endpoint,
  change: StateChange = {},
  options?: ChangeOptions,
): Promise<boolean> {
  const { tenantId, endpointId } = endpoint;
  const now = context.clock();
  const id = newStateId();
  await sendControl(context, {
    schema: CONTROL_MESSAGE,
    kind: 'drain',
    tenantId,
    endpointId,
    id,
    step: 1,
    notBefore: now + FIRST_STEP_MS,
  });
  const drain = { id, step: 0, rate: drainRate(endpoint), startedAt: toIso(now) };
  return changeState(context, endpoint, { ...change, drain }, options);
}
