import type { ControlQueue, DeliveryQueue } from '@switchyard/core/deliveries';
import type { EndpointsTable, RetryDefaults } from '@switchyard/core/endpoints';
import type { KeepsClientKeys } from '@switchyard/core/endpoints/client-certificate';
import type { TargetsMemory } from '@switchyard/core/endpoints/targets-memory';
import type { PayloadChecks, SeenTypes } from '@switchyard/core/event-types';
import {
  type ProblemStatus,
  problemResponses,
  type Route,
  type RouteOf,
  type RouteSchema,
} from '@switchyard/core/http';
import type { ListRates } from '@switchyard/core/list-rates';
import type { Logger } from '@switchyard/core/logging';
import type { Metrics } from '@switchyard/core/metrics';
import type { EventsTable } from '@switchyard/core/tables';
import type { IdentityTable } from '@switchyard/core/tenants';
import type { PortalUse } from '@switchyard/core/tenants/portal-routes';
import { requireShallow } from './json-body.ts';
import { requirePortalUse } from './portal/require-portal-use.ts';

/** A payload of 256 KiB is as large as the largest message that SQS took for most of its life; Svix and Stripe stay below. */
export const MAX_BODY_BYTES = 256 * 1024;

/** What the routes work with. */
export type Api = EventsTable &
  EndpointsTable &
  IdentityTable &
  DeliveryQueue &
  ControlQueue &
  KeepsClientKeys & {
    readonly payloadChecks: PayloadChecks;
    readonly seenTypes: SeenTypes;
    readonly listRates: ListRates;
    readonly targetsMemory: TargetsMemory;
    readonly retryDefaults: RetryDefaults;
    /** Whether endpoints may be on the machine itself: on the local stack. */
    readonly allowLoopback: boolean;
    readonly random: (size: number) => Uint8Array;
    readonly metrics: Metrics;
    readonly sleep: (ms: number) => Promise<unknown>;
    readonly logger: Logger;
    /** The API's own address, without a trailing slash. */
    readonly publicUrl: string;
    /** Whose web pages may read the answers. */
    readonly corsOrigins: readonly string[];
  };

/**
 * What an example's request meets; absent: the tables as src/examples.ts has them.
 *
 * - `before_sending`: the example's message is not registered yet
 * - `endpoint_disabled`: the endpoint `warehouse` is disabled
 * - `ed25519`: the endpoint `warehouse` has a key for it
 * - `ten_secrets`: the endpoint `warehouse` has as many secrets as it may have
 * - `endpoint_unreadable`: its item was broken by hand
 * - `fifty_endpoints`: there are as many as there may be
 * - `replay_done`: the replay has ended
 * - `five_replays`: there are as many unfinished ones as there may be
 * - `many_event_types`: as many types are registered as there may be
 * - `no_endpoint`: the tenant has no enabled endpoint
 * - `hundred_links`: there are as many links to the portal as there may be
 * - `by_link`, `by_expired_link`: the caller has a link to the portal, not an API key
 * - `queue_down`, `store_down`: it gives no answer
 */
export type ExampleState =
  | 'before_sending'
  | 'endpoint_disabled'
  | 'endpoint_unreadable'
  | 'ed25519'
  | 'ten_secrets'
  | 'fifty_endpoints'
  | 'replay_done'
  | 'five_replays'
  | 'many_event_types'
  | 'no_endpoint'
  | 'hundred_links'
  | 'by_link'
  | 'by_expired_link'
  | 'queue_down'
  | 'store_down';

/** Behind the authorizer. */
type TenantRoute = Route<Api, 'tenant', ExampleState> & {
  /** Which links to the portal may use it. */
  readonly portal: PortalUse;
};

/** `public`: documentation, and public keys. */
export type ApiRoute = TenantRoute | Route<Api, 'public', ExampleState>;

/**
 * A route for tenants. Before all else it looks whether a caller who came by a link may use it.
 *
 * @param takesDeepBodies what it takes is stored as bytes, so that no depth of it can do harm
 */
export const tenantRoute = <const Schema extends RouteSchema>({
  portal,
  before,
  takesDeepBodies = false,
  ...route
}: Omit<RouteOf<Schema, Api, 'tenant', ExampleState>, 'access'> &
  Pick<TenantRoute, 'portal'> & { readonly takesDeepBodies?: boolean }): TenantRoute => ({
  ...route,
  access: 'tenant',
  portal,
  async before(request, api) {
    await requirePortalUse(api, request, portal);
    if (!takesDeepBodies) requireShallow(request);
    await before?.(request, api);
  },
});

/** A route for anybody. */
export const publicRoute = <const Schema extends RouteSchema>(
  route: Omit<RouteOf<Schema, Api, 'public', ExampleState>, 'access'>,
): ApiRoute => ({ ...route, access: 'public' });

/** The errors of a tenant's route: its own, and those that API Gateway and the tables can give to any. */
export const tenantProblems = (...own: readonly ProblemStatus[]) =>
  problemResponses([...own, 401, 403, 503, 504]);
