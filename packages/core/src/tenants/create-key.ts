import { toIso } from '../clock.ts';
import { newId } from '../ids/ids.ts';
import { createApiKey, hashApiKey } from './api-key.ts';
import type { PlaceInPlan } from './change-plan.ts';
import type { IdentityTable } from './identity-store.ts';
import { putKey } from './keys.ts';
import type { TenantIdentity } from './tenant-identity.ts';

export type CreateKeyContext = IdentityTable & { readonly random: (size: number) => Uint8Array };

export type NewKey = PlaceInPlan & Pick<TenantIdentity, 'tenantId' | 'status' | 'label' | 'expiresAt'>;

/** Makes a key and stores its hash. @returns the key itself too, which nobody can be shown again */
export async function createKey(
  context: CreateKeyContext,
  { tenantId, status, plan, usageIdentifierKey, label, expiresAt }: NewKey,
): Promise<{ readonly apiKey: string; readonly key: TenantIdentity }> {
  const { clock, random } = context;
  const now = clock();
  const apiKey = createApiKey(random);
  const key: TenantIdentity = {
    apiKeyHash: hashApiKey(apiKey),
    tenantId,
    keyId: newId('key', now, random),
    status,
    plan,
    ...(usageIdentifierKey === undefined ? {} : { usageIdentifierKey }),
    ...(label === undefined ? {} : { label }),
    lastFour: apiKey.slice(-4),
    createdAt: toIso(now),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  await putKey(context, key);
  return { apiKey, key };
}
