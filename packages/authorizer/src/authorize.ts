import {
  hashApiKey,
  type IdentityLookup,
  isPortalKey,
  isReadableKey,
  isWellFormedApiKey,
  keyStatus,
  type PortalKey,
  readIdentity,
  type TenantIdentity,
} from '@switchyard/core/tenants';
import { type PortalState, portalState } from '@switchyard/core/tenants/portal-state';

/** Who is calling, or why not: a 401 tells nothing more to the caller than a 401. */
export type Authorization =
  | { readonly kind: 'allowed'; readonly identity: TenantIdentity }
  | { readonly kind: 'suspended'; readonly identity: TenantIdentity }
  /** By a link to the portal, which may do little, and says why once it has ended. */
  | { readonly kind: 'portal'; readonly identity: PortalKey; readonly state: PortalState }
  | { readonly kind: 'unauthorized'; readonly reason: 'malformed' | 'unknown' | 'revoked' | 'expired' }
  /** Its item is no key, as after an edit by hand: it is refused alone, and the log names it. */
  | { readonly kind: 'unauthorized'; readonly reason: 'unreadable'; readonly keyId: string };

/**
 * Bearer token → SHA-256 → TenantIdentity.
 *
 * @throws when DynamoDB does not answer: the caller must then see a 5xx, not a 401
 */
export async function authorize(
  context: IdentityLookup,
  authorization: string | undefined,
): Promise<Authorization> {
  const apiKey = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (apiKey === undefined || !isWellFormedApiKey(apiKey))
    return { kind: 'unauthorized', reason: 'malformed' };

  const identity = await readIdentity(context, hashApiKey(apiKey));
  if (identity === undefined) return { kind: 'unauthorized', reason: 'unknown' };
  if (!isReadableKey(identity)) return { kind: 'unauthorized', reason: 'unreadable', keyId: identity.keyId };
  if (isPortalKey(identity)) return { kind: 'portal', identity, state: await portalState(context, identity) };
  switch (keyStatus(identity, context.clock())) {
    case 'REVOKED':
      return { kind: 'unauthorized', reason: 'revoked' };
    case 'EXPIRED':
      return { kind: 'unauthorized', reason: 'expired' };
    case 'SUSPENDED':
      return { kind: 'suspended', identity };
    case 'ACTIVE':
      return { kind: 'allowed', identity };
  }
}
