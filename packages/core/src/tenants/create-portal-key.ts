import { DAY_SECONDS, toIso, toSeconds } from '../clock.ts';
import { newId } from '../ids/ids.ts';
import { createApiKey, hashApiKey } from './api-key.ts';
import type { CreateKeyContext } from './create-key.ts';
import { putKey } from './keys.ts';
import type { PortalKey } from './tenant-identity.ts';

/** How long a link may be good for, in seconds. */
export const PORTAL_LINK_SECONDS = { min: 60, max: DAY_SECONDS, usual: 3_600 } as const;

export type NewPortalKey = Pick<PortalKey, 'tenantId' | 'access' | 'madeBy' | 'label'> & {
  readonly status: 'ACTIVE' | 'SUSPENDED';
  /** Ms since the epoch. */
  readonly expiresAtMs: number;
};

/** Makes the key of a link and stores its hash. @returns the key itself too, which nobody can be shown again */
export async function createPortalKey(
  context: CreateKeyContext,
  { tenantId, access, madeBy, label, status, expiresAtMs }: NewPortalKey,
): Promise<{ readonly apiKey: string; readonly key: PortalKey }> {
  const { clock, random } = context;
  const now = clock();
  const apiKey = createApiKey(random);
  const key: PortalKey = {
    apiKeyHash: hashApiKey(apiKey),
    tenantId,
    keyId: newId('key', now, random),
    status,
    role: 'portal',
    access,
    ...(madeBy === undefined ? {} : { madeBy }),
    ...(label === undefined ? {} : { label }),
    lastFour: apiKey.slice(-4),
    createdAt: toIso(now),
    expiresAt: toIso(expiresAtMs),
    forgetAt: toSeconds(expiresAtMs) + DAY_SECONDS,
  };
  await putKey(context, key);
  return { apiKey, key };
}

/** The address that opens the portal. In a fragment, which is sent to nobody and stands in no log. */
export const portalUrl = (apiUrl: string, apiKey: string): string => `${apiUrl}/v1/portal#key=${apiKey}`;
