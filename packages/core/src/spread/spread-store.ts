import type { EndpointsTable } from '../endpoints/endpoint-store.ts';
import { ifConditionHolds, newWriteId } from '../tables/condition.ts';
import { SPREAD_ID, type Spread, spreadItemSchema } from './spread.ts';

type Table = Omit<EndpointsTable, 'clock'>;

/**
 * How a tenant's lists are spread: half a read unit. It may be the plan of a moment ago, which is as good for a list.
 */
export async function readSpread({ documents, endpointsTable }: Table, tenantId: string): Promise<Spread> {
  const { Item } = await documents.get({
    TableName: endpointsTable,
    Key: { tenantId, endpointId: SPREAD_ID },
  });
  return Item === undefined ? [] : spreadItemSchema.parse(Item).spans;
}

/**
 * Replaces the plan with what `change` makes of it, unless somebody else does at this moment: whoever counts next finds
 * out whether that was enough.
 */
export async function changeSpread(
  { documents, endpointsTable }: Table,
  tenantId: string,
  change: (spread: Spread) => Spread | undefined,
): Promise<void> {
  const key = { tenantId, endpointId: SPREAD_ID };
  const { Item } = await documents.get({ TableName: endpointsTable, Key: key, ConsistentRead: true });
  const { spans: before, version } =
    Item === undefined ? { spans: [], version: undefined } : spreadItemSchema.parse(Item);
  const spans = change(before);
  if (spans === undefined) return;
  await ifConditionHolds(
    documents.put({
      TableName: endpointsTable,
      Item: { ...key, spans, version: newWriteId() },
      ...(version === undefined
        ? { ConditionExpression: 'attribute_not_exists(tenantId)' }
        : {
            ConditionExpression: 'version = :version',
            ExpressionAttributeValues: { ':version': version },
          }),
    }),
  );
}
