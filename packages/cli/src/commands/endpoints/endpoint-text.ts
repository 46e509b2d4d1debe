import {
  type EndpointsTable,
  isReadable,
  type StoredEndpoint,
  validSecrets,
} from '@switchyard/core/endpoints';
import { endpointEtag } from '@switchyard/core/endpoints/endpoint-etag';
import { endpointView } from '@switchyard/core/endpoints/endpoint-view';
import { readHealth } from '@switchyard/core/health/read-health';
import type { EventsTable } from '@switchyard/core/tables';
import { formatPairs, formatTable } from '../../format.ts';

export type EndpointAnswer = ReturnType<typeof endpointAnswer>;

/** An endpoint as the API shows it, with what its ETag is there. */
export const endpointAnswer = (endpoint: StoredEndpoint, nowMs: number) => ({
  ...endpointView(endpoint, nowMs),
  ...ofOperators(endpoint, nowMs),
});

/** The same with how they have done, which takes reading. */
export async function readEndpointAnswers(
  table: EventsTable & EndpointsTable,
  tenantId: string,
  endpoints: readonly StoredEndpoint[],
) {
  const read = await readHealth(table, tenantId, endpoints);
  const others = endpoints.map((endpoint) => ofOperators(endpoint, table.clock()));
  return read.flatMap((view, index) => {
    const more = others[index];
    return more === undefined ? [] : [{ ...view, ...more }];
  });
}

function ofOperators(endpoint: StoredEndpoint, nowMs: number) {
  return {
    tenant_id: endpoint.tenantId,
    valid_secrets: isReadable(endpoint) ? validSecrets(endpoint, nowMs).length : 0,
    etag: isReadable(endpoint) ? endpointEtag(endpoint) : null,
  };
}

const statusText = ({ status, status_reason }: Pick<EndpointAnswer, 'status' | 'status_reason'>): string =>
  status_reason === null ? status : `${status} (${status_reason})`;

const typesText = (types: readonly string[]): string => (types.length === 0 ? 'all' : types.join(', '));

export function endpointsText(endpoints: readonly EndpointAnswer[]): string {
  if (endpoints.length === 0) return 'No endpoints. Make one with `endpoints add`.';
  return formatTable(
    ['ENDPOINT', 'STATUS', 'TARGET', 'EVENT TYPES', 'VALID SECRETS'],
    endpoints.map((endpoint) => [
      endpoint.endpoint_id,
      statusText(endpoint),
      endpoint.target_url ?? '',
      typesText(endpoint.event_types),
      String(endpoint.valid_secrets),
    ]),
  );
}

/** Of what is left to the deployment, nothing is said. */
const orNothing = (value: string | number | null): string | undefined =>
  value === null ? undefined : String(value);

export function endpointText(endpoint: EndpointAnswer): string {
  const { health, metadata, header_names, secrets } = endpoint;
  return formatPairs([
    ['endpoint', `${endpoint.endpoint_id} of tenant ${endpoint.tenant_id}`],
    ['status', statusText(endpoint)],
    ['target', orNothing(endpoint.target_url)],
    ['description', orNothing(endpoint.description)],
    ['event types', typesText(endpoint.event_types)],
    ['filter', endpoint.filter === null ? undefined : JSON.stringify(endpoint.filter)],
    ['headers', header_names.length === 0 ? undefined : header_names.join(', ')],
    ['auth', endpoint.auth === null ? undefined : Object.values(endpoint.auth).join(' ')],
    [
      'client cert',
      endpoint.tls === null ? undefined : `${endpoint.tls.subject}, until ${endpoint.tls.expires_at}`,
    ],
    ...Object.entries(metadata).map(([key, value]) => ['metadata', `${key}=${value}`] as const),
    ['timeout ms', orNothing(endpoint.timeout_ms)],
    ['max attempts', orNothing(endpoint.max_attempts)],
    ['retry schedule', orNothing(endpoint.retry_schedule)],
    ['rate limit', orNothing(endpoint.rate_limit)],
    ['drain rate', orNothing(endpoint.drain_rate)],
    ['breaker', health.cause === null ? health.breaker : `${health.breaker} (${health.cause})`],
    ['failing since', orNothing(health.failing_since)],
    ['failures in a row', health.failures_in_a_row === 0 ? undefined : String(health.failures_in_a_row)],
    ['next probe', orNothing(health.next_probe_at)],
    ['draining', health.draining ? 'yes' : undefined],
    ...secrets.map(
      ({ type, public_key, created_at, expires_at }) =>
        [
          type === 'hmac' ? 'secret' : 'key',
          `${public_key === null ? '' : `${public_key} `}of ${created_at}${expires_at === null ? '' : `, signs until ${expires_at}`}`,
        ] as const,
    ),
    ['public keys', orNothing(endpoint.public_keys_path)],
    ['created', orNothing(endpoint.created_at)],
    ['updated', orNothing(endpoint.updated_at)],
    ['etag', orNothing(endpoint.etag)],
  ]);
}
