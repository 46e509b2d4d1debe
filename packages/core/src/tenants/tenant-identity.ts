import * as z from 'zod';
import { tenantIdSchema } from '../ids/id-schemas.ts';

/** One API key of one tenant. Table TenantIdentity, partition key `apiKeyHash`. */
export const tenantIdentitySchema = z.object({
  apiKeyHash: z.string().length(64),
  tenantId: tenantIdSchema,
  keyId: z.string(),
  /** SUSPENDED is the tenant's state, kept on each key so that the authorizer needs one read. */
  status: z.enum(['ACTIVE', 'SUSPENDED', 'REVOKED']),
  plan: z.string(),
  label: z.string().optional(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().optional(),
});
export type TenantIdentity = z.infer<typeof tenantIdentitySchema>;

export type KeyStatus = TenantIdentity['status'] | 'EXPIRED';

/** What a key is good for now. Expired and suspended, it is expired: that is final. */
export function keyStatus({ status, expiresAt }: TenantIdentity, nowMs: number): KeyStatus {
  if (status === 'REVOKED') return 'REVOKED';
  if (expiresAt !== undefined && Date.parse(expiresAt) <= nowMs) return 'EXPIRED';
  return status;
}
