import { type IdentityLookup, readIdentity } from './identity-store.ts';
import { isApiKey, keyStatus, type PortalKey, type StoredKey } from './tenant-identity.ts';

export type PortalState = 'open' | 'expired' | 'revoked' | 'suspended';

/**
 * What a link is good for now. It ends with the key that it was made with: whoever made one with a key that leaked
 * loses it when that key is revoked, and it cannot outlive a suspension that did not know of it yet.
 */
export async function portalState(
  context: IdentityLookup,
  key: PortalKey,
  reading: { readonly isConsistent?: boolean } = {},
): Promise<PortalState> {
  const own = stateOf(keyStatus(key, context.clock()));
  if (own !== 'open' || key.madeBy === undefined) return own;
  const maker = await readIdentity(context, key.madeBy, reading);
  return linkState(key, maker, context.clock());
}

/** @param maker the key that it was made with; undefined: that is gone, or there was none */
export function linkState(key: PortalKey, maker: StoredKey | undefined, nowMs: number): PortalState {
  const own = stateOf(keyStatus(key, nowMs));
  if (own !== 'open' || key.madeBy === undefined) return own;
  if (maker === undefined || !isApiKey(maker) || maker.tenantId !== key.tenantId) return 'revoked';
  return stateOf(keyStatus(maker, nowMs));
}

function stateOf(status: ReturnType<typeof keyStatus>): PortalState {
  switch (status) {
    case 'ACTIVE':
      return 'open';
    case 'SUSPENDED':
      return 'suspended';
    case 'EXPIRED':
      return 'expired';
    case 'REVOKED':
    case 'UNREADABLE':
      return 'revoked';
  }
}
