import type { EndpointsTable } from '@switchyard/core/endpoints';
import type { Route, RouteOf, RouteSchema } from '@switchyard/core/http';
import type { Logger } from '@switchyard/core/logging';
import type { SecretCache } from '@switchyard/core/secret-cache';
import type { EventsTable } from '@switchyard/core/tables';

/** What the receiver works with. */
export type Receiver = EventsTable &
  EndpointsTable & {
    readonly operatorToken: SecretCache;
    readonly logger: Logger;
  };

export const NO_ANSWER = 'The store did not answer. Try again.';

/** `operator`: its `answer` asks for the operator token. */
export type Access = 'public' | 'operator';

/** How examples find the receiver: switched off, without an answer from its table, or with a delivery seen before. */
export type ExampleState = 'off' | 'down' | 'replayed';

export type ReceiverRoute = Route<Receiver, Access, ExampleState>;

export const receiverRoute = <const Schema extends RouteSchema>(
  route: RouteOf<Schema, Receiver, Access, ExampleState>,
): ReceiverRoute => route;
