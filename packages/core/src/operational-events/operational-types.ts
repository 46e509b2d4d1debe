// Apart from the schemas of the events: most who know their names read none of them.
export const OPERATIONAL_EVENT_VERSION = '1.0';

export const ENDPOINT_EVENT_TYPES = ['endpoint.failing', 'endpoint.disabled', 'endpoint.recovered'] as const;
export const DELIVERY_EXHAUSTED = 'delivery.exhausted';
export const OPERATIONAL_EVENT_TYPES = [...ENDPOINT_EVENT_TYPES, DELIVERY_EXHAUSTED] as const;

/** Whether it may be one of these: a tenant may post such a type too, see OPERATIONAL_SOURCE. */
export const isOperationalType = (type: string | undefined): boolean =>
  OPERATIONAL_EVENT_TYPES.some((known) => known === type);

/** What `source.provider` says of an event that is one of these: no tenant can post one that has it. */
export const OPERATIONAL_SOURCE = 'switchyard';
