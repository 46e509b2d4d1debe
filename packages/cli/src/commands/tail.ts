import { type Delivery, type EventStatus, eventStatus } from '@switchyard/core/deliveries';
import { NotFoundError } from '@switchyard/core/errors';
import type { Event } from '@switchyard/core/events';
import { eventStory, type StoryStep, stepId } from '../event-story.ts';
import type { EventStoryStore } from '../event-story-store.ts';

/** A person waits: often enough to look live, seldom enough to cost nothing. */
const POLL_MS = 1_000;

export type TailDeps = {
  readonly events: Pick<EventStoryStore, 'readDeliveries'>;
  readonly findEvent: () => Promise<Event | undefined>;
  readonly tell: (step: StoryStep, event: Event) => void;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Somebody has seen enough. */
  readonly interrupted: AbortSignal;
};

export type TailInput = {
  readonly eventId: string;
  /** Go on when nothing more is to come by itself: it may be requeued. */
  readonly follow: boolean;
};

/**
 * Tells what happened to an event, then what happens, until nothing more will.
 *
 * @throws NotFoundError
 */
export function createTail({ events, findEvent, tell, sleep, interrupted }: TailDeps) {
  return async ({ eventId, follow }: TailInput) => {
    const event = await findEvent();
    if (event === undefined) throw new NotFoundError('event', eventId);
    const told = new Set<string>();
    for (;;) {
      const deliveries = await events.readDeliveries(event);
      for (const step of eventStory(event, deliveries)) {
        const id = stepId(step);
        if (told.has(id)) continue;
        told.add(id);
        tell(step, event);
      }
      const settled = isSettled(event, deliveries);
      if ((settled && !follow) || interrupted.aborted) return endOf(event, deliveries, settled);
      await sleep(POLL_MS);
      if (interrupted.aborted) return endOf(event, deliveries, settled);
    }
  };
}

/** A delivery whose item is not written yet is on its way. */
const isSettled = ({ endpointIds }: Event, deliveries: readonly Delivery[]): boolean =>
  endpointIds.every((id) =>
    deliveries.some(
      ({ endpointId, status }) =>
        endpointId === id && (status === 'DELIVERED' || status === 'DLQ' || status === 'PURGED'),
    ),
  );

function endOf(event: Event, deliveries: readonly Delivery[], settled: boolean) {
  const isOnItsWay = event.endpointIds.length > deliveries.length;
  const status: EventStatus = eventStatus([
    ...deliveries.map(({ status }) => status),
    ...(isOnItsWay ? (['PENDING'] as const) : []),
  ]);
  return { event_id: event.eventId, tenant_id: event.tenantId, status, settled };
}

export function tailEndText({
  event_id,
  tenant_id,
  status,
  settled,
}: Awaited<ReturnType<ReturnType<typeof createTail>>>): string {
  if (!settled) return `\nStopped watching: it is ${status}.`;
  if (status !== 'DLQ') return `\nIt is ${status}.`;
  return `\nIt is DLQ. When the endpoint is mended: \`dlq requeue --tenant ${tenant_id} --event ${event_id}\`.`;
}
