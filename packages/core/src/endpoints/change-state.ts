import { toIso } from '../clock.ts';
import { CONTROL_MESSAGE } from '../deliveries/control-message-name.ts';
import { type ControlQueue, sendControl } from '../deliveries/delivery-queue.ts';
import { newStateId } from '../ids/ids.ts';
import {
  endpointEventOf,
  type TransitionReason,
  type TransitionState,
  toldOf,
  transitionOf,
} from '../operational-events/transition.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import { setFields } from '../tables/set-fields.ts';
import type { Endpoint } from './endpoint.ts';
import type { EndpointsTable } from './endpoint-store.ts';

/** What to set; a field that is there and undefined is removed. */
export type StateChange = Partial<
  Pick<Endpoint, 'status' | 'statusReason' | 'breaker' | 'drain' | 'slowSince'>
>;

type SeenState = TransitionState & Pick<Endpoint, 'tenantId' | 'drain'>;

export type ChangeStateContext = EndpointsTable & ControlQueue;

/** Lets the state be written before its message is looked at. */
const TELL_AFTER_MS = 1_000;

/** A condition upon a write, and what it names. */
export type WriteCondition = {
  readonly condition: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
};

export type ChangeOptions = {
  /** What must hold besides. */
  readonly onlyIf?: WriteCondition | undefined;
  /** For who is told, where it is not the usual one. */
  readonly reason?: TransitionReason | undefined;
};

/**
 * Changes the state of an endpoint, provided that nobody changed it, or where it is, since it was read. A write whose
 * answer was lost is repeated by the SDK, and knows itself by its `stateWriteId`.
 *
 * Where there is something to tell of the change, the message that sees to it is sent first, and the state then names
 * it: after a crash in between the message is stale, never missing.
 *
 * @returns false when somebody else was faster; nothing was written
 */
export async function changeState(
  context: ChangeStateContext,
  seen: SeenState,
  change: StateChange,
  { onlyIf, reason }: ChangeOptions = {},
): Promise<boolean> {
  const { documents, endpointsTable, clock } = context;
  const now = toIso(clock());
  const fields: Record<string, unknown> = {
    ...change,
    ...(await tellOf(context, seen, change, reason)),
    ...(change.status === undefined ? {} : { statusChangedAt: now, updatedAt: now }),
    stateWriteId: newStateId(),
  };
  const set = setFields(fields);
  const { names, values, condition } = unchanged(seen);
  const also = onlyIf === undefined ? '' : ` AND ${onlyIf.condition}`;
  return ifConditionHolds(
    documents.update({
      TableName: endpointsTable,
      Key: { tenantId: seen.tenantId, endpointId: seen.endpointId },
      UpdateExpression: set.expression,
      // Without brackets, as in `putIfAbsent`.
      ConditionExpression: `#stateWriteId = :stateWriteId OR ${condition}${also}`,
      ExpressionAttributeNames: { ...names, ...set.names, ...onlyIf?.names },
      ExpressionAttributeValues: { ...values, ...set.values, ...onlyIf?.values },
    }),
  );
}

/** @returns what the endpoint's item is to say of it */
async function tellOf(
  context: ChangeStateContext,
  seen: SeenState,
  change: StateChange,
  reason: TransitionReason | undefined,
): Promise<Pick<Endpoint, 'told'>> {
  const now = context.clock();
  const after = { ...seen, ...change };
  const state = transitionOf(seen, after, now);
  if (state === undefined) return {};
  const { tenantId, endpointId } = seen;
  const id = newStateId();
  await sendControl(context, {
    schema: CONTROL_MESSAGE,
    kind: 'tell_endpoint',
    tenantId,
    endpointId,
    id,
    event: endpointEventOf(state, { before: seen, after }, reason, now),
    notBefore: now + TELL_AFTER_MS,
  });
  return { told: toldOf(state, seen, id, now) };
}

function unchanged({ targetUrl, status, breaker, drain }: SeenState): WriteCondition {
  const known = [
    ['#targetUrl', ':seenTargetUrl', targetUrl],
    ['#status', ':seenStatus', status],
    ['#breaker.#id', ':seenBreaker', breaker?.id],
    ['#drain.#id', ':seenDrain', drain?.id],
    ['#drain.#step', ':seenStep', drain?.step],
  ] as const;
  const parts = known.map(([path, placeholder, value]) =>
    value === undefined ? `attribute_not_exists(${path})` : `${path} = ${placeholder}`,
  );
  return {
    condition: parts.join(' AND '),
    names: namesOf(['targetUrl', 'status', 'breaker', 'drain', 'id', 'step']),
    values: Object.fromEntries(
      known.flatMap(([, placeholder, value]) => (value === undefined ? [] : [[placeholder, value]])),
    ),
  };
}

const namesOf = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`#${name}`, name]));
