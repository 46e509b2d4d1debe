import type { Clock } from '@switchyard/core/clock';
import type { Documents } from '@switchyard/core/tables';
import {
  hashApiKey,
  isWellFormedApiKey,
  type TenantIdentity,
  tenantIdentitySchema,
} from '@switchyard/core/tenants';

/** Who is calling, or why not: a 401 tells nothing more to the caller than a 401. */
export type Authorization =
  | { readonly kind: 'allowed'; readonly identity: TenantIdentity }
  | { readonly kind: 'suspended'; readonly identity: TenantIdentity }
  | { readonly kind: 'unauthorized'; readonly reason: 'malformed' | 'unknown' | 'revoked' | 'expired' };

export type AuthorizeDeps = {
  readonly documents: Documents;
  readonly tableName: string;
  readonly clock: Clock;
};

/**
 * Bearer token → SHA-256 → TenantIdentity.
 *
 * @throws when DynamoDB does not answer: the caller must then see a 5xx, not a 401
 */
export function createAuthorize({ documents, tableName, clock }: AuthorizeDeps) {
  return async (authorization: string | undefined): Promise<Authorization> => {
    const apiKey = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (apiKey === undefined || !isWellFormedApiKey(apiKey))
      return { kind: 'unauthorized', reason: 'malformed' };

    const { Item } = await documents.get({ TableName: tableName, Key: { apiKeyHash: hashApiKey(apiKey) } });
    if (Item === undefined) return { kind: 'unauthorized', reason: 'unknown' };
    const identity = tenantIdentitySchema.parse(Item);

    if (identity.status === 'REVOKED') return { kind: 'unauthorized', reason: 'revoked' };
    if (identity.expiresAt !== undefined && Date.parse(identity.expiresAt) <= clock()) {
      return { kind: 'unauthorized', reason: 'expired' };
    }
    return { kind: identity.status === 'SUSPENDED' ? 'suspended' : 'allowed', identity };
  };
}
