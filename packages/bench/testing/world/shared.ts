import type { Clock } from '@switchyard/core/clock';
import type { Logger } from '@switchyard/core/logging';
import type { Metrics } from '@switchyard/core/metrics';
import type { OperatorNotice } from '@switchyard/core/operational-events';
import type { Sender } from '@switchyard/core/queues';
import type { Documents } from '@switchyard/core/tables';
import type { Client, Environment } from './environment.ts';
import type { Invocation } from './function.ts';
import type { SimulatedQueues } from './queues.ts';
import type { Receivers } from './receivers.ts';

export type ApiGatewayKey = {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly createdDate: Date;
};

/** What the environments of all functions share: the world outside of them. */
export type Shared = {
  readonly queues: SimulatedQueues;
  readonly receivers: Receivers;
  readonly random: () => number;
  readonly breakerFailures: number;
  /** What operators were told. */
  readonly notices: OperatorNotice[];
  /** What persons were told who wrote to nobody. */
  readonly fallbacks: { readonly to: string; readonly text: string }[];
  readonly identityTable: string;
  /** The one secret of all providers. */
  readonly providerSecrets: { text: string; version: number };
  /** Keys and certificates of the tenants' endpoints. */
  readonly clientSecrets: Map<string, string>;
  /** API Gateway's own, by name. */
  readonly apiKeys: Map<string, ApiGatewayKey>;
  /** As an operator invokes a function, by its name. */
  readonly invoke: (functionName: string, payload: unknown) => Promise<Invocation>;
  /** What a new environment works with: all but what only one function has. */
  readonly open: (environment: Environment, client: Client) => Common;
};

export type Common = {
  readonly documents: Documents;
  readonly sqs: Sender;
  readonly eventsTable: string;
  readonly endpointsTable: string;
  readonly deliveryQueueUrl: string;
  readonly slowQueueUrl: string;
  readonly controlQueueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  readonly metrics: Metrics;
  readonly logger: Logger;
};
