import { toIso } from '../clock.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import type { Documents } from '../tables/documents.ts';
import type { IdentityTable } from './identity-store.ts';
import type { TenantIdentity } from './tenant-identity.ts';

export type KeyUseContext = Omit<IdentityTable, 'documents'> & {
  readonly documents: Pick<Documents, 'update'>;
};

/** All that noting it names, and so all that the role of whoever notes it may write. */
export const KEY_USE_ATTRIBUTES: readonly string[] = ['apiKeyHash', 'lastUsedOn'];

/** Of UTC, as `lastUsedOn` has it. */
const dayOf = (ms: number): string => toIso(ms).slice(0, 'yyyy-mm-dd'.length);

/** @returns whether the key's item says of this day already that it was used */
export const isUseNoted = ({ lastUsedOn = '' }: Pick<TenantIdentity, 'lastUsedOn'>, nowMs: number): boolean =>
  lastUsedOn >= dayOf(nowMs);

/** Notes the day on which a key was used. */
export async function noteKeyUse(
  { documents, identityTable, clock }: KeyUseContext,
  { apiKeyHash }: Pick<TenantIdentity, 'apiKeyHash'>,
): Promise<void> {
  await ifConditionHolds(
    documents.update({
      TableName: identityTable,
      Key: { apiKeyHash },
      UpdateExpression: 'SET lastUsedOn = :today',
      // It may be gone, and is not made anew; whoever else came first today has noted it.
      ConditionExpression:
        'attribute_exists(apiKeyHash) AND (attribute_not_exists(lastUsedOn) OR lastUsedOn < :today)',
      ExpressionAttributeValues: { ':today': dayOf(clock()) },
    }),
  );
}
