import type { Clock } from '../clock.ts';
import type { Documents } from '../tables/documents.ts';

/** Table TenantIdentity: the API keys of tenants, by their hash. */
export type IdentityTable = {
  readonly documents: Documents;
  readonly identityTable: string;
  readonly clock: Clock;
};
