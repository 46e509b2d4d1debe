import {
  CONTROL_MESSAGE,
  type ControlQueue,
  type DeliveryQueue,
  sendControl,
} from '@switchyard/core/deliveries';
import type { LoadDeliveryContext } from '@switchyard/core/delivery-store';
import { type Breaker, type Endpoint, type EndpointsTable, holdReason } from '@switchyard/core/endpoints';
import { changeState } from '@switchyard/core/endpoints/change-state';
import { startDrain } from '@switchyard/core/endpoints/start-drain';
import { newStateId } from '@switchyard/core/ids';
import { readHeldPage } from '@switchyard/core/read-held-page';
import { releaseHeld } from '@switchyard/core/release-held';
import type { ActedOutcome } from './process-control.ts';

export type MakeProbeContext = LoadDeliveryContext & DeliveryQueue & ControlQueue & EndpointsTable;

/** A probe of which nothing is heard by then was lost with its worker: another one is made. */
const LOST_AFTER_MS = 10 * 60_000;
const LOOKED_AT = 10;

/**
 * Sends on the oldest held delivery alone. With none held there is nothing to ask with: what comes next is sent, and
 * its first failure opens the breaker again.
 */
export async function makeProbe(context: MakeProbeContext, endpoint: Endpoint): Promise<ActedOutcome> {
  const { tenantId, endpointId, breaker } = endpoint;
  if (breaker === undefined || holdReason(endpoint) === undefined) return 'stale';
  const { deliveries } = await readHeldPage(context, endpoint, { limit: LOOKED_AT });
  const id = newStateId();
  const probing: Breaker = { ...breaker, state: 'probing', id };
  if (deliveries.length === 0) return letThrough(context, endpoint, breaker);

  const notBefore = context.clock() + LOST_AFTER_MS;
  await sendControl(context, { schema: CONTROL_MESSAGE, kind: 'probe', tenantId, endpointId, id, notBefore });
  if (!(await changeState(context, endpoint, { breaker: probing }))) return 'changed';
  for (const delivery of deliveries) if (await releaseHeld(context, delivery, id)) return 'done';
  // They have gone on or expired since: nothing would come of this state.
  return letThrough(context, { ...endpoint, breaker: probing }, probing);
}

/** Drains too: what was held a moment ago may not be in the index yet. */
async function letThrough(
  context: MakeProbeContext,
  endpoint: Endpoint,
  { cause: _cause, openUntil: _until, ...breaker }: Breaker,
): Promise<ActedOutcome> {
  const closed: Breaker = { ...breaker, state: 'closed', id: newStateId() };
  return (await startDrain(context, endpoint, { breaker: closed })) ? 'done' : 'changed';
}
