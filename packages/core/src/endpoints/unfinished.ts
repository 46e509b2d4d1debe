import type { Endpoint } from './endpoint.ts';

/** Why the first endpoint of a tenant is disabled from the start of its creation to the end. */
export const UNFINISHED = 'tenant_creation_unfinished';

export const isUnfinished = ({ statusReason }: Pick<Endpoint, 'statusReason'>): boolean =>
  statusReason === UNFINISHED;
