import type { PortalKey } from '@switchyard/core/tenants';
import { mayUse, type PortalRoute } from '@switchyard/core/tenants/portal-routes';
import type { PortalState } from '@switchyard/core/tenants/portal-state';
import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import { stagePolicy } from './policy.ts';

/**
 * What a link to the portal may call, and what the function behind needs to look again: API Gateway keeps this answer
 * for longer than the link may have.
 */
export const portalPolicy = (
  methodArn: string,
  { tenantId, keyId, access, expiresAt }: PortalKey,
  state: PortalState,
  routes: readonly PortalRoute[],
): APIGatewayAuthorizerResult =>
  stagePolicy(
    'Allow',
    methodArn,
    tenantId,
    { tenantId, keyId, role: 'portal', access, expiresAt, state },
    routes
      .filter(({ use }) => mayUse(use, state === 'open' ? access : undefined))
      .map(({ pattern }) => pattern),
  );
