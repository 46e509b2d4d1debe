import { toIso } from '../clock.ts';
import type { EventStatus } from '../deliveries/delivery.ts';
import { wantsEventType } from '../endpoints/endpoint.ts';
import { SwitchyardError } from '../errors.ts';
import type { EventSummary } from './event-view.ts';

/** Which of a tenant's events; each left out: all. */
export type EventFilter = {
  /** Of the event; with an endpoint, of its delivery to that one. */
  readonly status?: EventStatus | undefined;
  /** As endpoints subscribe to it: `order.paid`, all of `order.*`, or `*`. */
  readonly eventType?: string | undefined;
  /** Only events that have a delivery to it. */
  readonly endpointId?: string | undefined;
  /** Accepted from then on, … */
  readonly since?: string | undefined;
  /** … and up to then. Any ISO time. */
  readonly until?: string | undefined;
  /** The one event that was sent with it. */
  readonly idempotencyKey?: string | undefined;
};

/**
 * The same with times as they are stored.
 *
 * @throws EventFilterError when nothing could ever match it
 */
export function requirePossible(filter: EventFilter): EventFilter {
  const [since, until] = [filter.since, filter.until].map((time) =>
    time === undefined ? undefined : toIso(Date.parse(time)),
  );
  if (since !== undefined && until !== undefined && since > until)
    throw new EventFilterError(`since (${since}) is after until (${until}): give a since that is before it.`);
  if (filter.status === 'UNMATCHED' && filter.endpointId !== undefined)
    throw new EventFilterError(
      `status UNMATCHED and endpoint_id ${filter.endpointId} cannot be combined: an unmatched event has a delivery to no endpoint. Leave one of them out.`,
    );
  return { ...filter, since, until };
}

/** Whether the type alone leaves it in; undefined: it is not known yet. */
export const isOfType = ({ eventType: wanted }: EventFilter, eventType: string | undefined): boolean =>
  wanted === undefined || eventType === undefined || wantsEventType({ eventTypes: [wanted] }, eventType);

export function matchesFilter(event: EventSummary, filter: EventFilter): boolean {
  const { status, endpointId, since, until } = filter;
  const delivery = event.deliveries.find(({ endpoint_id }) => endpoint_id === endpointId);
  if (endpointId !== undefined && delivery === undefined) return false;
  return (
    (status === undefined || status === (delivery?.status ?? event.status)) &&
    isOfType(filter, event.event_type ?? '') &&
    (since === undefined || event.created_at >= since) &&
    (until === undefined || event.created_at <= until)
  );
}

/** No event can be as the filter says. */
export class EventFilterError extends SwitchyardError {
  constructor(message: string) {
    super(message, { code: 'event_filter_invalid' });
  }
}
