import { toIso } from '@switchyard/core/clock';
import { orUnavailable } from '@switchyard/core/errors';
import { HttpError } from '@switchyard/core/http';
import {
  hashApiKey,
  isApiKey,
  keyStatus,
  listKeys,
  type PortalAccess,
  readIdentity,
  type TenantIdentity,
} from '@switchyard/core/tenants';
import { createPortalKey, portalUrl } from '@switchyard/core/tenants/create-portal-key';
import { requireRoomForLink } from '@switchyard/core/tenants/portal-links';
import type { Api } from '../api.ts';
import { bearerTokenOf } from './read-link-state.ts';

type LinkContext = Pick<Api, 'documents' | 'identityTable' | 'clock' | 'random' | 'publicUrl'>;

export type NewLink = {
  readonly tenantId: string;
  /** Of the request: the key that the link is made with. */
  readonly authorization: string | undefined;
  readonly access: PortalAccess;
  readonly label: string | undefined;
  readonly expiresInSeconds: number;
};

/**
 * A link to the portal, good until then or until the key it is made with ends.
 *
 * @throws HttpError when that key has ended since API Gateway last asked about it
 * @throws SwitchyardError where there are as many as there may be
 * @throws UnavailableError
 */
export async function createLink(context: LinkContext, link: NewLink) {
  const maker = await orUnavailable(readMaker(context, link), 'The API key could not be checked. Try again.');
  const keys = await orUnavailable(
    listKeys(context, link.tenantId),
    'The links could not be counted. Try again.',
  );
  requireRoomForLink(keys, context.clock());
  const wanted = context.clock() + link.expiresInSeconds * 1_000;
  const ends = maker.expiresAt === undefined ? wanted : Math.min(wanted, Date.parse(maker.expiresAt));
  const making = createPortalKey(context, {
    tenantId: link.tenantId,
    access: link.access,
    madeBy: maker.apiKeyHash,
    label: link.label,
    status: 'ACTIVE',
    expiresAtMs: ends,
  });
  const { apiKey, key } = await orUnavailable(making, 'The link could not be stored. Try again.');
  return {
    url: portalUrl(context.publicUrl, apiKey),
    key_id: key.keyId,
    access: key.access,
    expires_at: toIso(ends),
  };
}

/** As the key is at this moment: the authorizer's answer may be some minutes old, and a link is good for longer. */
async function readMaker(context: LinkContext, link: NewLink): Promise<TenantIdentity> {
  const hash = hashApiKey(bearerTokenOf(link.authorization));
  const maker = await readIdentity(context, hash, { isConsistent: true });
  if (maker === undefined || !isApiKey(maker) || maker.tenantId !== link.tenantId) throw notAKey();
  switch (keyStatus(maker, context.clock())) {
    case 'ACTIVE':
      return maker;
    case 'SUSPENDED':
      throw new HttpError(
        403,
        'tenant_suspended',
        'This tenant is suspended. Ask the operator of this gateway.',
      );
    case 'EXPIRED':
    case 'REVOKED':
      throw notAKey();
  }
}

const notAKey = () =>
  new HttpError(401, 'not_authenticated', 'The API key is unknown, revoked or expired by now.');
