import * as z from 'zod';
import { attemptsGone, type Delivery, deliverySchema } from '../deliveries/delivery.ts';
import { DELIVERY_PREFIX, deliveryKey } from '../deliveries/delivery-keys.ts';
import { NotFoundError, orUnavailable } from '../errors.ts';
import { eventKey } from '../events/event-keys.ts';
import { type EventsTable, isExpired } from '../tables/events-table.ts';
import { queryPages } from '../tables/pages.ts';
import { readEach } from '../tables/read-each.ts';
import { attemptViewSchema, toAttemptView } from './event-view.ts';
import { readHead } from './summarize-event.ts';
import { byEndpoint, unwrittenDeliveries } from './unwritten-deliveries.ts';

export const listedAttemptSchema = z.object({ endpoint_id: z.string() }).extend(attemptViewSchema.shape);

export const attemptsGoneSchema = z.object({
  endpoint_id: z.string(),
  attempts: z.number().int().meta({
    description:
      'How many older attempts of this delivery are not kept any more; at least so many, where some were made before Switchyard counted them.',
  }),
});

export type ListAttemptsInput = {
  readonly tenantId: string;
  readonly eventId: string;
  /** Only those to it. */
  readonly endpointId: string | undefined;
  readonly limit: number;
  /** Only attempts behind this position. */
  readonly after: string | undefined;
};

export type AttemptPage = {
  readonly attempts: z.infer<typeof listedAttemptSchema>[];
  readonly gone: z.infer<typeof attemptsGoneSchema>[];
  /** Where the next page begins; undefined at the end. */
  readonly next: string | undefined;
};

/**
 * The attempts to deliver an event, oldest first, so that those to come do not move the pages.
 *
 * @throws NotFoundError, UnavailableError
 */
export async function listAttempts(table: EventsTable, input: ListAttemptsInput): Promise<AttemptPage> {
  const reading = readDeliveries(table, input);
  const deliveries = await orUnavailable(reading, 'The event store did not answer. Try again.');
  const { after = '', limit } = input;
  const behind = deliveries
    .flatMap(({ endpointId, attempts }) =>
      attempts.map((attempt) => ({
        position: `${attempt.startedAt}#${endpointId}#${attempt.generation}#${attempt.attempt}`,
        view: { endpoint_id: endpointId, ...toAttemptView(attempt) },
      })),
    )
    .filter(({ position }) => position > after)
    .toSorted((a, b) => (a.position < b.position ? -1 : 1));
  const page = behind.slice(0, limit);
  return {
    attempts: page.map(({ view }) => view),
    gone: deliveries
      .map((delivery) => ({ endpoint_id: delivery.endpointId, attempts: attemptsGone(delivery) }))
      .filter(({ attempts }) => attempts > 0),
    next: behind.length > limit ? page.at(-1)?.position : undefined,
  };
}

/** Without the event, whose payload may be large, unless nothing has come of it yet. */
async function readDeliveries(
  table: EventsTable,
  { tenantId, eventId, endpointId }: ListAttemptsInput,
): Promise<Delivery[]> {
  const { documents, eventsTable, clock } = table;
  const isOne = endpointId !== undefined;
  const pages = queryPages(documents, {
    TableName: eventsTable,
    KeyConditionExpression: `pk = :pk AND ${isOne ? 'sk = :sk' : 'begins_with(sk, :sk)'}`,
    ExpressionAttributeValues: {
      ':pk': eventKey(tenantId, eventId).pk,
      ':sk': isOne ? deliveryKey(tenantId, eventId, endpointId).sk : DELIVERY_PREFIX,
    },
    ConsistentRead: true,
  });
  const items: Record<string, unknown>[] = [];
  for await (const { Items = [] } of pages) items.push(...Items);
  const written = readEach(deliverySchema, items).filter((delivery) => !isExpired(delivery, clock()));
  if (written.length > 0) return written.toSorted(byEndpoint);
  const event = await readHead(table, tenantId, eventId);
  if (event === undefined) throw new NotFoundError('event', eventId);
  const onTheirWay = unwrittenDeliveries(event, items, clock());
  if (isOne && !onTheirWay.some((delivery) => delivery.endpointId === endpointId))
    throw new NotFoundError('delivery', `of ${eventId} to endpoint ${endpointId}`);
  return [];
}
