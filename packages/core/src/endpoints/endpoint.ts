import * as z from 'zod';
import { endpointIdSchema, tenantIdSchema } from '../ids/ids.ts';
import {
  decodeTenantSecret,
  decodeWebhookPrivateKey,
  signatureKindOf,
} from '../signatures/webhook-secret.ts';
import { type ClientCertificate, endpointOptionsSchema } from './endpoint-options.ts';
import { endpointStateSchema } from './endpoint-state.ts';
import { isUnfinished } from './unfinished.ts';

export const DEFAULT_ENDPOINT_ID = 'default';
const ALL_TYPES = '*';

function isTenantSecret(secret: string): boolean {
  try {
    if (signatureKindOf(secret) === 'ed25519') decodeWebhookPrivateKey(secret);
    else decodeTenantSecret(secret);
    return true;
  } catch {
    return false;
  }
}

export const endpointSecretSchema = z.object({
  secret: z
    .string()
    .refine(
      isTenantSecret,
      'must be whsec_ and the base64 of 24 to 64 bytes, or whsk_ and the base64 of the 64 bytes of a seed and its public key',
    ),
  createdAt: z.iso.datetime(),
  /** Set on the previous secret while a rotation is under way; absent on the current one. */
  expiresAt: z.iso.datetime().optional(),
});

/** Where a tenant's events go. Table TenantWebhookConfig, partition key `tenantId`, sort key `endpointId`. */
export const endpointSchema = z.object({
  tenantId: tenantIdSchema,
  endpointId: endpointIdSchema,
  targetUrl: z.string(),
  /** Newest first. */
  secrets: z
    .array(endpointSecretSchema)
    .refine((secrets) => secrets.some(({ expiresAt }) => expiresAt === undefined), 'one must not expire'),
  /** `order.paid`, all of `order.*`, or `*`. Absent or empty: all types. */
  eventTypes: z.array(z.string()).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  /** JSON text of a pattern that payloads must match; absent: all do. */
  filter: z.string().optional().catch(undefined),
  // An edit by hand that breaks one of these must not take the endpoint out of service.
  description: z.string().optional().catch(undefined),
  metadata: z.record(z.string(), z.string()).optional().catch(undefined),
  /** Names the public page of its ed25519 keys; absent: it never had one. */
  publicKeysId: z.string().optional().catch(undefined),
  /** Another one after each change by the tenant; absent until the first. */
  revision: z.string().optional().catch(undefined),
  ...endpointOptionsSchema.shape,
  ...endpointStateSchema.shape,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Endpoint = z.infer<typeof endpointSchema>;

/** An item that is no endpoint, as after an edit by hand: what wants it is given up, with that reason. */
export type UnreadableEndpoint = Pick<Endpoint, 'tenantId' | 'endpointId' | 'eventTypes'> & {
  readonly status: 'UNREADABLE';
  readonly tls?: ClientCertificate | undefined;
  /** Which fields are wrong, and never their values: one may be a secret. */
  readonly statusReason: string;
  readonly isDisabled: boolean;
};

const keySchema = endpointSchema.pick({ tenantId: true, endpointId: true }).loose();

export type StoredEndpoint = Endpoint | UnreadableEndpoint;

/**
 * Reads one item alone, so that one that is wrong takes no other with it. Whether it is in service and what it wants
 * still counts where that much can be read.
 *
 * @returns undefined when not even its key is one of an endpoint
 */
export function parseEndpoint(item: unknown): StoredEndpoint | undefined {
  return endpointSchema.safeParse(item).data ?? parseUnreadable(item);
}

export function parseUnreadable(item: unknown): UnreadableEndpoint | undefined {
  const key = keySchema.safeParse(item);
  if (!key.success) return undefined;
  const { tenantId, endpointId, status, eventTypes, tls } = key.data;
  const issues = endpointSchema.safeParse(item).error?.issues ?? [];
  const fields = [...new Set(issues.map(({ path }) => path.join('.')))];
  return {
    tenantId,
    endpointId,
    status: 'UNREADABLE',
    statusReason: `cannot be read: ${fields.join(', ')}`,
    eventTypes: endpointSchema.shape.eventTypes.safeParse(eventTypes).data,
    tls: endpointSchema.shape.tls.safeParse(tls).data,
    isDisabled: status === 'DISABLED',
  };
}

export const isReadable = (endpoint: StoredEndpoint): endpoint is Endpoint =>
  endpoint.status !== 'UNREADABLE';

/**
 * Whether events are made for it: also while it is paused or disabled, when they are held. Those for one that cannot be
 * read are given up later, and so not lost unseen. A tenant that is only being created has none yet.
 */
export const takesEvents = (endpoint: StoredEndpoint): boolean =>
  endpoint.status === 'UNREADABLE' ? !endpoint.isDisabled : !isUnfinished(endpoint);

/** Whether a request to the one would be the same to the other: where it goes, and by what it is known there. */
export function isSameTarget(a: Endpoint, b: Endpoint): boolean {
  const targetOf = ({ targetUrl, headers, auth, tls, secrets }: Endpoint) =>
    JSON.stringify([targetUrl, headers, auth, tls?.version, secrets]);
  return targetOf(a) === targetOf(b);
}

/** The secrets to sign with now and to accept now: the current one and those not yet expired. */
export function validSecrets(endpoint: Pick<Endpoint, 'secrets'>, nowMs: number): string[] {
  return endpoint.secrets
    .filter(({ expiresAt }) => expiresAt === undefined || Date.parse(expiresAt) > nowMs)
    .map(({ secret }) => secret);
}

/** Whether this endpoint asked for events of this type. An event without a type goes only to those that take all. */
export function wantsEventType(
  endpoint: Pick<Endpoint, 'eventTypes'>,
  eventType: string | undefined,
): boolean {
  const { eventTypes } = endpoint;
  if (eventTypes === undefined || eventTypes.length === 0) return true;
  return eventTypes.some((wanted) => {
    if (wanted === ALL_TYPES || eventType === undefined) return wanted === ALL_TYPES;
    return wanted.endsWith('.*') ? eventType.startsWith(wanted.slice(0, -1)) : eventType === wanted;
  });
}
