import type { EndpointOverview } from './endpoint-overview.ts';

/** Worst first. */
export const ATTENTION_KINDS = [
  'endpoint_unreadable',
  'endpoint_disabled',
  'endpoint_failing',
  'dead_letters',
  'success_rate_low',
  'no_endpoint',
  'endpoint_paused',
  'held',
] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

export type Attention = {
  readonly kind: AttentionKind;
  readonly endpoint_id: string | null;
  readonly since: string | null;
  readonly count: number | null;
  readonly at_least: boolean;
  readonly detail: string;
};

/** Of fewer attempts a share says little. */
const ENOUGH_ATTEMPTS = 20;
const LOW_RATE = 0.95;

type Input = {
  readonly endpoints: readonly EndpointOverview[];
  /** All that there are, also of endpoints that were deleted. */
  readonly dead: { readonly count: number; readonly at_least: boolean };
};

/** What a tenant should look at, worst first. */
export function findAttention({ endpoints, dead }: Input): Attention[] {
  const found = endpoints.flatMap((endpoint) => [...ofState(endpoint), ...ofFigures(endpoint)]);
  if (endpoints.length === 0)
    found.push({
      ...NOTHING,
      kind: 'no_endpoint',
      detail: 'There is no endpoint yet, so events are accepted and go nowhere.',
    });
  const known = endpoints.reduce((sum, endpoint) => sum + endpoint.now.dead.count, 0);
  if (dead.count > known)
    found.push({
      ...NOTHING,
      kind: 'dead_letters',
      count: dead.count - known,
      at_least: dead.at_least,
      detail: 'Dead letters of endpoints that were deleted.',
    });
  return found.toSorted((a, b) => ATTENTION_KINDS.indexOf(a.kind) - ATTENTION_KINDS.indexOf(b.kind));
}

const NOTHING = { endpoint_id: null, since: null, count: null, at_least: false };

function ofState(endpoint: EndpointOverview): Attention[] {
  const { endpoint_id, status, status_reason, status_changed_at, failing_since, breaker } = endpoint;
  const { count, at_least } = endpoint.now.held;
  const held = count === 0 ? '' : `; ${at_least ? 'at least ' : ''}${count} held`;
  const base = { endpoint_id, since: status_changed_at, count, at_least };
  switch (status) {
    case 'UNREADABLE':
      return [
        {
          ...base,
          kind: 'endpoint_unreadable',
          detail: `Its settings are broken, and nothing is sent to it (${status_reason ?? 'unknown'}).`,
        },
      ];
    case 'DISABLED':
      return [
        {
          ...base,
          kind: 'endpoint_disabled',
          detail: `Disabled (${status_reason ?? 'by hand'})${held}. Enable it once it is well.`,
        },
      ];
    case 'PAUSED':
      return [{ ...base, kind: 'endpoint_paused', detail: `Paused${held}. Resume it to have them sent.` }];
    case 'ENABLED':
      if (breaker !== 'closed')
        return [
          {
            ...base,
            since: failing_since,
            kind: 'endpoint_failing',
            detail: `It fails, so it is asked from time to time only${held}. What is held is sent once it answers.`,
          },
        ];
      if (count === 0) return [];
      return [{ ...base, since: null, kind: 'held', detail: 'Held, and being sent on.' }];
  }
}

function ofFigures({
  endpoint_id,
  now,
  success_rate,
  delivered,
  attempts_failed,
  breaker,
}: EndpointOverview) {
  const found: Attention[] = [];
  const { count, at_least } = now.dead;
  if (count > 0)
    found.push({
      ...{ kind: 'dead_letters', endpoint_id, since: null, count, at_least },
      detail: 'Deliveries that were given up. Look why, then retry or replay them.',
    });
  const isLow = success_rate !== null && success_rate < LOW_RATE;
  if (isLow && breaker === 'closed' && delivered + attempts_failed >= ENOUGH_ATTEMPTS)
    found.push({
      ...{ kind: 'success_rate_low', endpoint_id, since: null, count: attempts_failed, at_least: false },
      detail: `It answers ${Math.floor(success_rate * 1_000) / 10} % of the attempts with success.`,
    });
  return found;
}
