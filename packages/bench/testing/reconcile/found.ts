import { type Delivery, deliverySchema } from '@switchyard/core/deliveries';
import { parseEndpoint, type StoredEndpoint } from '@switchyard/core/endpoints';
import { type Event, eventSchema } from '@switchyard/core/events';
import type { Acknowledged } from '../world/caller.ts';
import type { Receipt } from '../world/receivers.ts';
import type { World } from '../world/world.ts';

type Item = Readonly<Record<string, unknown>>;

/** All that is to be seen once nothing happens any more. */
export type Found = {
  readonly world: World;
  readonly acknowledged: readonly Acknowledged[];
  readonly items: readonly Item[];
  readonly events: readonly Event[];
  readonly deliveries: readonly (Delivery & { readonly item: Item })[];
  readonly endpoints: readonly StoredEndpoint[];
  readonly receipts: readonly Receipt[];
  /** How many side effects were hit. */
  readonly crashes: number;
};

export function lookAround(world: World, acknowledged: readonly Acknowledged[], crashes: number): Found {
  const items = world.tables.events.items();
  return {
    world,
    acknowledged,
    items,
    events: items.filter(({ sk }) => sk === 'EVENT').map((item) => eventSchema.parse(item)),
    deliveries: items
      .filter(({ sk }) => String(sk).startsWith('DELIVERY#'))
      .map((item) => ({ ...deliverySchema.parse(item), item })),
    endpoints: world.tables.endpoints.items().flatMap((item) => parseEndpoint(item) ?? []),
    receipts: world.receivers.receipts,
    crashes,
  };
}

export const idOf = ({
  tenantId,
  eventId,
  endpointId,
}: Pick<Delivery, 'tenantId' | 'eventId' | 'endpointId'>) => `${tenantId} ${eventId} ${endpointId}`;
