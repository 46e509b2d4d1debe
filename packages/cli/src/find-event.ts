import { DELIVERY_PREFIX, type Delivery, deliverySchema } from '@switchyard/core/deliveries';
import { NotFoundError } from '@switchyard/core/errors';
import { type Event, eventKey, eventSchema, readEvent } from '@switchyard/core/events';
import {
  batchGet,
  type EventsTable,
  isExpired,
  MAX_BATCH_GET,
  queryPages,
  readEach,
} from '@switchyard/core/tables';
import { listAllKeys } from '@switchyard/core/tenants';
import { CommandError } from './errors.ts';
import type { DeploymentContext } from './session.ts';

/** Each is one key of a read; beyond this, the operator has to say whose event it is. */
export const MAX_TENANTS = 1_000;

/**
 * @param tenant whose it is; undefined: all are tried
 * @throws NotFoundError
 * @throws CommandError when there are too many to try
 */
export async function requireEvent(
  deployment: DeploymentContext,
  eventId: string,
  tenant: string | undefined,
): Promise<Event> {
  const event =
    tenant === undefined
      ? await findEvent(deployment, await listTenants(deployment), eventId)
      : await readEvent(deployment, tenant, eventId);
  if (event === undefined) throw new NotFoundError('event', eventId);
  return event;
}

async function listTenants(deployment: DeploymentContext): Promise<string[]> {
  const tenantIds = [...new Set((await listAllKeys(deployment)).map(({ tenantId }) => tenantId))];
  if (tenantIds.length <= MAX_TENANTS) return tenantIds;
  throw new CommandError(
    'tenant_required',
    `There are ${tenantIds.length} tenants, too many to try each: say whose event it is with --tenant.`,
  );
}

/** Asks under each tenant, for an id alone does not say whose it is. */
export async function findEvent(
  context: EventsTable & { readonly sleep: (ms: number) => Promise<unknown> },
  tenantIds: readonly string[],
  eventId: string,
): Promise<Event | undefined> {
  for (let start = 0; start < tenantIds.length; start += MAX_BATCH_GET) {
    const some = tenantIds.slice(start, start + MAX_BATCH_GET);
    const [item] = await batchGet(
      context,
      context.eventsTable,
      some.map((tenantId) => eventKey(tenantId, eventId)),
    );
    if (item === undefined) continue;
    const event = eventSchema.parse(item);
    return isExpired(event, context.clock()) ? undefined : event;
  }
  return undefined;
}

/** Not the event again: its payload does not change, and would be paid for at each look. */
export async function readDeliveries(
  { documents, eventsTable, clock }: EventsTable,
  { tenantId, eventId }: Pick<Event, 'tenantId' | 'eventId'>,
): Promise<Delivery[]> {
  const pages = queryPages(documents, {
    TableName: eventsTable,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :delivery)',
    ExpressionAttributeValues: { ':pk': eventKey(tenantId, eventId).pk, ':delivery': DELIVERY_PREFIX },
    ConsistentRead: true,
  });
  const deliveries: Delivery[] = [];
  for await (const { Items = [] } of pages) {
    deliveries.push(...readEach(deliverySchema, Items));
  }
  return deliveries.filter((delivery) => !isExpired(delivery, clock()));
}
