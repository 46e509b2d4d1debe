import { UnavailableError } from '../errors.ts';
import { newStateId } from '../ids/ids.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import type { EndpointsTable } from './endpoint-store.ts';

/** No id of an endpoint: whoever lists endpoints reads over it. */
const LOCK_ID = '#lock';
/** Longer than a request can run: whoever held it for so long is gone. */
const LEASE_MS = 35_000;
const WAITS_MS = [20, 40, 80, 160, 320, 640];

/**
 * Does something of which a tenant may do only one at a time, such as to count its endpoints and add one.
 *
 * @throws UnavailableError when somebody else is at it for longer than a moment
 */
export async function whileAlone<T>(
  context: EndpointsTable & { readonly sleep: (ms: number) => Promise<unknown> },
  tenantId: string,
  work: () => Promise<T>,
): Promise<T> {
  const { documents, endpointsTable } = context;
  const holder = newStateId();
  const Key = { tenantId, endpointId: LOCK_ID };
  for (const waitMs of WAITS_MS) {
    if (await take(context, Key, holder)) {
      try {
        return await work();
      } finally {
        // One that is left behind ends by itself.
        await documents
          .delete({
            TableName: endpointsTable,
            Key,
            ConditionExpression: 'holder = :holder',
            ExpressionAttributeValues: { ':holder': holder },
          })
          .catch(() => undefined);
      }
    }
    await context.sleep(waitMs);
  }
  throw new UnavailableError('Another endpoint of this tenant is being made at this moment. Try again.');
}

const take = (
  { documents, endpointsTable, clock }: EndpointsTable,
  key: { readonly tenantId: string; readonly endpointId: string },
  holder: string,
): Promise<boolean> =>
  ifConditionHolds(
    documents.put({
      TableName: endpointsTable,
      Item: { ...key, holder, heldUntil: clock() + LEASE_MS },
      ConditionExpression: 'attribute_not_exists(tenantId) OR heldUntil <= :now OR holder = :holder',
      ExpressionAttributeValues: { ':now': clock(), ':holder': holder },
    }),
  );
