import type { Clock } from '../clock.ts';
import type { Documents } from '../tables/documents.ts';

/** Table TenantWebhookConfig: where the events of tenants go. */
export type EndpointsTable = {
  readonly documents: Documents;
  readonly endpointsTable: string;
  readonly clock: Clock;
};
