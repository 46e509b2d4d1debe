import { storedPattern } from '../filters/stored-filter.ts';
import { publicKeyOf, signatureKindOf } from '../signatures/webhook-secret.ts';
import { type Endpoint, isReadable, type StoredEndpoint, validSecrets } from './endpoint.ts';
import type { ClientCertificate, EndpointAuth } from './endpoint-options.ts';

export type EndpointView = ReturnType<typeof endpointView>;

/**
 * An endpoint as tenants and operators see it: without secrets, and of headers, which may hold some, the names. A
 * setting that is null is the deployment's own.
 */
export function endpointView(endpoint: StoredEndpoint, nowMs: number) {
  const read = isReadable(endpoint) ? endpoint : undefined;
  const valid = read === undefined ? [] : validSecrets(read, nowMs);
  return {
    endpoint_id: endpoint.endpointId,
    target_url: read?.targetUrl ?? null,
    description: read?.description ?? null,
    metadata: read?.metadata ?? {},
    event_types: endpoint.eventTypes ?? [],
    filter: storedPattern(read?.filter) ?? null,
    header_names: Object.keys(read?.headers ?? {}).sort(),
    auth: authView(read?.auth),
    tls: tlsView(read?.tls),
    timeout_ms: read?.timeoutMs ?? null,
    max_attempts: read?.maxAttempts ?? null,
    retry_schedule: read?.retrySchedule ?? null,
    rate_limit: read?.rateLimit ?? null,
    drain_rate: read?.drainRate ?? null,
    status: endpoint.status,
    status_reason: endpoint.statusReason ?? null,
    status_changed_at: read?.statusChangedAt ?? null,
    health: {
      breaker: read?.breaker?.state ?? ('closed' as const),
      cause: read?.breaker?.cause ?? null,
      failing_since: read?.breaker?.failingSince ?? null,
      failures_in_a_row: read?.breaker?.failures ?? 0,
      next_probe_at: read?.breaker?.openUntil ?? null,
      draining: read?.drain !== undefined,
    },
    secrets: (read?.secrets ?? [])
      .filter(({ secret }) => valid.includes(secret))
      .map(({ secret, createdAt, expiresAt }) => ({
        type: signatureKindOf(secret),
        public_key: signatureKindOf(secret) === 'ed25519' ? publicKeyOf(secret) : null,
        created_at: createdAt,
        expires_at: expiresAt ?? null,
      })),
    public_keys_path: read === undefined ? null : publicKeysPath(read),
    created_at: read?.createdAt ?? null,
    updated_at: read?.updatedAt ?? null,
  };
}

/** Of the page where anybody reads its public keys who has this; the API's address stands before it. */
const publicKeysPath = ({ tenantId, endpointId, publicKeysId }: Endpoint): string | null =>
  publicKeysId === undefined ? null : `/v1/public-keys/${tenantId}/${endpointId}/${publicKeysId}`;

/** What is in the certificate itself is no secret. */
const tlsView = (tls: ClientCertificate | undefined) =>
  tls === undefined
    ? null
    : { subject: tls.subject, fingerprint_sha256: tls.fingerprint, expires_at: tls.expiresAt };

/** Without what is secret. */
function authView(auth: EndpointAuth | undefined) {
  if (auth === undefined) return null;
  switch (auth.type) {
    case 'basic':
      return { type: auth.type, username: auth.username };
    case 'header':
      return { type: auth.type, name: auth.name };
    case 'oauth2':
      return {
        type: auth.type,
        token_url: auth.tokenUrl,
        client_id: auth.clientId,
        scope: auth.scope ?? null,
        audience: auth.audience ?? null,
        auth_style: auth.authStyle,
      };
  }
}
