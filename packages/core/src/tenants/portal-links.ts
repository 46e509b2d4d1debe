import { SwitchyardError } from '../errors.ts';
import { linkState } from './portal-state.ts';
import {
  isApiKey,
  isPortalKey,
  type PortalKey,
  type StoredKey,
  type TenantIdentity,
} from './tenant-identity.ts';

/** How many links a tenant may have that open something. */
export const MAX_LIVE_LINKS = 100;

/** The same with those that ended within the last day, which are still there: what is read to make one more. */
export const MAX_KNOWN_LINKS = 1_000;

export type LiveLink = {
  readonly link: PortalKey;
  /** Absent: an operator made it. */
  readonly maker?: TenantIdentity;
};

/** Of all keys of a tenant, the links that open something, or will once it is resumed; newest first. */
export function liveLinks(keys: readonly StoredKey[], nowMs: number): LiveLink[] {
  const makers = new Map(keys.filter(isApiKey).map((key) => [key.apiKeyHash, key]));
  return keys
    .filter(isPortalKey)
    .flatMap((link) => {
      const maker = link.madeBy === undefined ? undefined : makers.get(link.madeBy);
      const state = linkState(link, maker, nowMs);
      if (state === 'expired' || state === 'revoked') return [];
      return [{ link, ...(maker === undefined ? {} : { maker }) }];
    })
    .reverse();
}

/**
 * Links that are made at the same moment may not see each other, and be a few more than are allowed.
 *
 * @throws SwitchyardError
 */
export function requireRoomForLink(keys: readonly StoredKey[], nowMs: number): void {
  const live = liveLinks(keys, nowMs).length;
  if (live >= MAX_LIVE_LINKS)
    throw tooMany(
      `There are ${live} links to the portal that are still good; ${MAX_LIVE_LINKS} are allowed. Revoke some first, or wait for their end.`,
    );
  // DynamoDB may take days to remove what it may forget.
  const known = keys.filter((key) => isPortalKey(key) && key.forgetAt * 1_000 > nowMs).length;
  if (known >= MAX_KNOWN_LINKS)
    throw tooMany(
      `${known} links to the portal are good or have ended within a day; ${MAX_KNOWN_LINKS} are allowed. Make fewer that are good for longer, or wait.`,
    );
}

const tooMany = (message: string) => new SwitchyardError(message, { code: 'too_many_portal_links' });
