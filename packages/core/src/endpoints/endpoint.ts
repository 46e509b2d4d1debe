import * as z from 'zod';
import { endpointIdSchema, tenantIdSchema } from '../ids/id-schemas.ts';
import { decodeTenantSecret } from '../signatures/webhook-secret.ts';

export const DEFAULT_ENDPOINT_ID = 'default';

function isTenantSecret(secret: string): boolean {
  try {
    return decodeTenantSecret(secret).length > 0;
  } catch {
    return false;
  }
}

export const endpointSecretSchema = z.object({
  secret: z.string().refine(isTenantSecret, 'must be whsec_ and the base64 of 24 to 64 bytes'),
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
  secrets: z.array(endpointSecretSchema).min(1),
  /** Absent or empty: all types. */
  eventTypes: z.array(z.string()).optional(),
  status: z.enum(['ENABLED', 'DISABLED']),
  /** Why it is disabled, for the person who finds it so. */
  statusReason: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Endpoint = z.infer<typeof endpointSchema>;

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
  return eventType !== undefined && eventTypes.includes(eventType);
}
