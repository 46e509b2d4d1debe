import { HttpError } from '@switchyard/core/http';
import { mayUse, type PortalUse } from '@switchyard/core/tenants/portal-routes';
import type { FastifyRequest } from 'fastify';
import type { Api } from '../api.ts';
import { type PortalCaller, portalCallerOf } from './portal-caller.ts';

const AGAIN = 'Ask whoever gave it to you for another one.';

/**
 * The authorizer's policy says the same, but API Gateway keeps that for some minutes, and its patterns may take in more
 * than one route. So a link's item is read again for each request: it has ended when it is revoked, not minutes later.
 *
 * @throws HttpError 401 or 403 for who came by a link that does not allow this, or has ended
 * @throws UnavailableError
 */
export async function requirePortalUse(api: Api, request: FastifyRequest, use: PortalUse): Promise<void> {
  const caller = portalCallerOf(request);
  if (caller === undefined) return;
  if (caller === null) throw notForLinks();
  requireOpen(caller, api.clock());
  if (!mayUse(use, caller.access)) throw use === 'never' ? notForLinks() : readOnly();
  const { readLinkState } = await import('./read-link-state.ts');
  const { authorization } = request.headers;
  const state = await readLinkState(api, { keyId: caller.keyId, authorization });
  requireOpen({ ...caller, state }, api.clock());
}

function requireOpen({ state, expiresAt }: PortalCaller, nowMs: number): void {
  const isOver = Date.parse(expiresAt) <= nowMs;
  switch (state === 'open' && isOver ? 'expired' : state) {
    case 'open':
      return;
    case 'expired':
      throw new HttpError(401, 'portal_link_expired', `This link was good until ${expiresAt}. ${AGAIN}`);
    case 'revoked':
      throw new HttpError(401, 'portal_link_revoked', `This link was revoked. ${AGAIN}`);
    case 'suspended':
      throw new HttpError(
        403,
        'tenant_suspended',
        'This tenant is suspended. Ask the operator of this gateway.',
      );
  }
}

const readOnly = () =>
  new HttpError(403, 'portal_read_only', 'This link is for looking only. Ask for one with full access.');

const notForLinks = () =>
  new HttpError(403, 'portal_not_allowed', 'A link to the portal is not good for this: it takes an API key.');
