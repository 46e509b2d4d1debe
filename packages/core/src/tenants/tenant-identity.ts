import * as z from 'zod';
import { tenantIdSchema } from '../ids/ids.ts';

const anyKeySchema = z.object({
  apiKeyHash: z.string().length(64),
  tenantId: tenantIdSchema,
  keyId: z.string(),
  /** SUSPENDED is the tenant's state, kept on each key so that the authorizer needs one read. */
  status: z.enum(['ACTIVE', 'SUSPENDED', 'REVOKED']),
  /** What it is for. */
  label: z.string().optional(),
  /** Of the key itself, by which somebody who has it tells which it is. Absent on older ones. */
  lastFour: z.string().length(4).optional(),
  createdAt: z.iso.datetime(),
});

/** One API key of one tenant. Table TenantIdentity, partition key `apiKeyHash`. */
export const tenantIdentitySchema = anyKeySchema.extend({
  /** A key of any role is none that may do everything, also of a role that comes later. */
  role: z.undefined().optional(),
  plan: z.string(),
  /** What API Gateway counts its tenant under. Absent: its plan has no limits, or is from before there were any. */
  usageIdentifierKey: z.string().optional(),
  expiresAt: z.iso.datetime().optional(),
  /** The day of UTC on which it last brought somebody in. Absent: not since it is noted. */
  lastUsedOn: z.iso.date().optional(),
});
export type TenantIdentity = z.infer<typeof tenantIdentitySchema>;

export const portalAccessSchema = z.enum(['full', 'read']);
export type PortalAccess = z.infer<typeof portalAccessSchema>;

/**
 * The key in a link to the portal. It has no plan, so that a version from before there were links, which takes every key
 * for one that may do everything, cannot read it and refuses it.
 */
const portalKeySchema = anyKeySchema.extend({
  role: z.literal('portal'),
  access: portalAccessSchema,
  /** Hash of the key that made it, and without which it opens nothing. Absent: an operator made it. */
  madeBy: z.string().length(64).optional(),
  expiresAt: z.iso.datetime(),
  /** DynamoDB TTL, seconds since the epoch: until then it can be said of a link why it has ended. */
  forgetAt: z.number(),
});
export type PortalKey = z.infer<typeof portalKeySchema>;

const readableKeySchema = z.union([tenantIdentitySchema, portalKeySchema]);

/** An item that is no key, as after an edit by hand: it opens nothing, and nothing else suffers from it. */
export type UnreadableKey = Pick<TenantIdentity, 'apiKeyHash' | 'tenantId' | 'keyId'> & {
  readonly status: 'UNREADABLE';
};

export type StoredKey = TenantIdentity | PortalKey | UnreadableKey;

const keySchema = tenantIdentitySchema.pick({ apiKeyHash: true, tenantId: true }).loose();

/**
 * Reads one item alone, so that one that is wrong takes no other with it.
 *
 * @returns undefined when it cannot even be said whose it is
 */
export function parseKey(item: unknown): StoredKey | undefined {
  const read = readableKeySchema.safeParse(item).data;
  if (read !== undefined) return read;
  const key = keySchema.safeParse(item).data;
  if (key === undefined) return undefined;
  const { apiKeyHash, tenantId } = key;
  const keyId = tenantIdentitySchema.shape.keyId.safeParse(key.keyId).data ?? 'unknown';
  return { apiKeyHash, tenantId, keyId, status: 'UNREADABLE' };
}

export const isReadableKey = (key: StoredKey): key is TenantIdentity | PortalKey =>
  key.status !== 'UNREADABLE';

export const isPortalKey = (key: StoredKey): key is PortalKey => 'access' in key;

/** A key that may do everything. */
export const isApiKey = (key: StoredKey): key is TenantIdentity => isReadableKey(key) && !isPortalKey(key);

export type KeyStatus = StoredKey['status'] | 'EXPIRED';

/** What a key is good for now. Expired and suspended, it is expired: that is final. */
export function keyStatus(key: TenantIdentity | PortalKey, nowMs: number): Exclude<KeyStatus, 'UNREADABLE'>;
export function keyStatus(key: StoredKey, nowMs: number): KeyStatus;
export function keyStatus(key: StoredKey, nowMs: number): KeyStatus {
  if (key.status === 'REVOKED' || key.status === 'UNREADABLE') return key.status;
  const { status, expiresAt } = key;
  if (expiresAt !== undefined && Date.parse(expiresAt) <= nowMs) return 'EXPIRED';
  return status;
}
