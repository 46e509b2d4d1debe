import { randomBytes } from 'node:crypto';
import { toIso } from '../clock.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import { setFields } from '../tables/set-fields.ts';
import type { Endpoint } from './endpoint.ts';
import type { EndpointsTable } from './endpoint-store.ts';

/** What to set; a field that is there and undefined is removed. */
export type StateChange = Partial<
  Pick<Endpoint, 'status' | 'statusReason' | 'breaker' | 'drain' | 'slowSince'>
>;

type SeenState = Pick<Endpoint, 'tenantId' | 'endpointId' | 'targetUrl' | 'status' | 'breaker' | 'drain'>;

/** A condition upon a write, and what it names. */
export type WriteCondition = {
  readonly condition: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
};

/** A name that nobody else gives. */
export const newStateId = (): string => randomBytes(9).toString('base64url');

/**
 * Changes the state of an endpoint, provided that nobody changed it, or where it is, since it was read. A write whose
 * answer was lost is repeated by the SDK, and knows itself by its `stateWriteId`.
 *
 * @param onlyIf what must hold besides
 * @returns false when somebody else was faster; nothing was written
 */
export function changeState(
  { documents, endpointsTable, clock }: EndpointsTable,
  seen: SeenState,
  change: StateChange,
  onlyIf?: WriteCondition,
): Promise<boolean> {
  const now = toIso(clock());
  const fields: Record<string, unknown> = {
    ...change,
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
