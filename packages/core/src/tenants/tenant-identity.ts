import * as z from 'zod';
import { tenantIdSchema } from '../ids/ids.ts';

/** One API key of one tenant. Table TenantIdentity, partition key `apiKeyHash`. */
export const tenantIdentitySchema = z.object({
  apiKeyHash: z.string().length(64),
  tenantId: tenantIdSchema,
  keyId: z.string(),
  /** SUSPENDED is the tenant's state, kept on each key so that the authorizer needs one read. */
  status: z.enum(['ACTIVE', 'SUSPENDED', 'REVOKED']),
  plan: z.string(),
  /** What API Gateway counts its tenant under. Absent: its plan has no limits, or is from before there were any. */
  usageIdentifierKey: z.string().optional(),
  label: z.string().optional(),
  /** Of the key itself, by which somebody who has it tells which it is. Absent on older ones. */
  lastFour: z.string().length(4).optional(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().optional(),
});
export type TenantIdentity = z.infer<typeof tenantIdentitySchema>;

/** An item that is no key, as after an edit by hand: it opens nothing, and nothing else suffers from it. */
export type UnreadableKey = Pick<TenantIdentity, 'apiKeyHash' | 'tenantId' | 'keyId'> & {
  readonly status: 'UNREADABLE';
};

export type StoredKey = TenantIdentity | UnreadableKey;

const keySchema = tenantIdentitySchema.pick({ apiKeyHash: true, tenantId: true }).loose();

/**
 * Reads one item alone, so that one that is wrong takes no other with it.
 *
 * @returns undefined when it cannot even be said whose it is
 */
export function parseKey(item: unknown): StoredKey | undefined {
  const read = tenantIdentitySchema.safeParse(item).data;
  if (read !== undefined) return read;
  const key = keySchema.safeParse(item).data;
  if (key === undefined) return undefined;
  const { apiKeyHash, tenantId } = key;
  const keyId = tenantIdentitySchema.shape.keyId.safeParse(key.keyId).data ?? 'unknown';
  return { apiKeyHash, tenantId, keyId, status: 'UNREADABLE' };
}

export const isReadableKey = (key: StoredKey): key is TenantIdentity => key.status !== 'UNREADABLE';

export type KeyStatus = StoredKey['status'] | 'EXPIRED';

/** What a key is good for now. Expired and suspended, it is expired: that is final. */
export function keyStatus(key: TenantIdentity, nowMs: number): Exclude<KeyStatus, 'UNREADABLE'>;
export function keyStatus(key: StoredKey, nowMs: number): KeyStatus;
export function keyStatus(key: StoredKey, nowMs: number): KeyStatus {
  if (key.status === 'REVOKED' || key.status === 'UNREADABLE') return key.status;
  const { status, expiresAt } = key;
  if (expiresAt !== undefined && Date.parse(expiresAt) <= nowMs) return 'EXPIRED';
  return status;
}
