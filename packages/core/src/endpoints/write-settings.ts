import { toIso } from '../clock.ts';
import { UnavailableError } from '../errors.ts';
import { newStateId } from '../ids/ids.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import { setFields } from '../tables/set-fields.ts';
import type { WriteCondition } from './change-state.ts';
import type { Endpoint } from './endpoint.ts';
import { requireMatch } from './endpoint-etag.ts';
import type { EndpointsTable } from './endpoint-store.ts';
import { type EndpointId, requireEndpoint } from './require-endpoint.ts';

const TRIES = 5;

type Settings = Omit<Endpoint, 'tenantId' | 'endpointId' | 'status' | 'breaker' | 'drain'>;

/**
 * Changes what a tenant decides, from what it is at this moment: of two changes at once one is made upon the other,
 * or refused where it names what it is a change of.
 *
 * @throws NotFoundError, EndpointError, and UnavailableError when others change it all the time
 */
export async function changeSettings(
  table: EndpointsTable,
  id: EndpointId & { readonly ifMatch?: string | undefined },
  change: (endpoint: Endpoint) => Partial<Settings>,
): Promise<{ readonly before: Endpoint; readonly after: Endpoint }> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const before = await requireEndpoint(table, id);
    requireMatch(before, id.ifMatch);
    const changed = change(before);
    if (Object.keys(changed).length === 0) return { before, after: before };
    const fields = { ...changed, updatedAt: toIso(table.clock()), revision: newStateId() };
    if (await writeSettings(table, before, fields)) return { before, after: { ...before, ...fields } };
  }
  throw new UnavailableError(`Endpoint ${id.endpointId} is being changed by others. Try again.`);
}

/** @returns false when somebody else has changed it since it was read */
function writeSettings(
  { documents, endpointsTable }: EndpointsTable,
  seen: Endpoint,
  fields: Partial<Settings> & Pick<Endpoint, 'revision'>,
): Promise<boolean> {
  const { tenantId, endpointId } = seen;
  const set = setFields(fields);
  const { condition, values, names } = unchangedSettings(seen);
  return ifConditionHolds(
    documents.update({
      TableName: endpointsTable,
      Key: { tenantId, endpointId },
      UpdateExpression: set.expression,
      // The SDK repeats a write whose answer was lost: it knows itself by its revision.
      ConditionExpression: `#revision = :revision OR ${condition}`,
      ExpressionAttributeNames: { ...names, ...set.names },
      ExpressionAttributeValues: { ...values, ...set.values },
    }),
  );
}

/** A condition that holds while neither a tenant nor a status has changed an endpoint since it was read. */
export function unchangedSettings({ revision, updatedAt, status }: Endpoint): WriteCondition {
  const isSame = revision === undefined ? 'attribute_not_exists(#revision)' : '#revision = :seenRevision';
  return {
    condition: `${isSame} AND #updatedAt = :seenUpdatedAt AND #status = :seenStatus`,
    names: { '#revision': 'revision', '#updatedAt': 'updatedAt', '#status': 'status' },
    values: {
      ':seenUpdatedAt': updatedAt,
      ':seenStatus': status,
      ...(revision === undefined ? {} : { ':seenRevision': revision }),
    },
  };
}
