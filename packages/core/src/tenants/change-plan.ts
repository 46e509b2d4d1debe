import { ifConditionHolds } from '../tables/condition.ts';
import type { IdentityTable } from './identity-store.ts';
import type { TenantIdentity } from './tenant-identity.ts';

/** A plan, and what API Gateway counts the tenant under; without that it has no limits of its own. */
export type PlaceInPlan = Pick<TenantIdentity, 'plan' | 'usageIdentifierKey'>;

/** @returns false when there is no such key */
export async function changePlan(
  { documents, identityTable }: IdentityTable,
  { apiKeyHash }: Pick<TenantIdentity, 'apiKeyHash'>,
  { plan, usageIdentifierKey }: PlaceInPlan,
): Promise<boolean> {
  const isCounted = usageIdentifierKey !== undefined;
  return ifConditionHolds(
    documents.update({
      TableName: identityTable,
      Key: { apiKeyHash },
      UpdateExpression: `SET #plan = :plan${isCounted ? ', usageIdentifierKey = :key' : ' REMOVE usageIdentifierKey'}`,
      ConditionExpression: 'attribute_exists(apiKeyHash)',
      ExpressionAttributeNames: { '#plan': 'plan' },
      ExpressionAttributeValues: { ':plan': plan, ...(isCounted ? { ':key': usageIdentifierKey } : {}) },
    }),
  );
}
