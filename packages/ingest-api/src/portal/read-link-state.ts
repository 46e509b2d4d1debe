import { orUnavailable } from '@switchyard/core/errors';
import { hashApiKey, type IdentityLookup, isPortalKey, readIdentity } from '@switchyard/core/tenants';
import { type PortalState, portalState } from '@switchyard/core/tenants/portal-state';

const CONSISTENT = { isConsistent: true };

/**
 * What a link is good for at this moment, by its own item and by that of the key that made it. Consistent, so that no
 * request gets through that begins after the revocation was answered.
 *
 * @throws UnavailableError
 */
export function readLinkState(
  context: IdentityLookup,
  link: { readonly keyId: string; readonly authorization: string | undefined },
): Promise<PortalState> {
  return orUnavailable(readState(context, link), 'The link could not be checked. Try again.');
}

async function readState(
  context: IdentityLookup,
  { keyId, authorization }: Parameters<typeof readLinkState>[1],
): Promise<PortalState> {
  const key = await readIdentity(context, hashApiKey(bearerTokenOf(authorization)), CONSISTENT);
  // It is no longer there, or another one than the authorizer proved.
  if (key === undefined || !isPortalKey(key) || key.keyId !== keyId) return 'revoked';
  return portalState(context, key, CONSISTENT);
}

/** Empty where there is none: that is nobody's key. */
export const bearerTokenOf = (authorization: string | undefined): string =>
  authorization?.replace(/^bearer +/i, '') ?? '';
