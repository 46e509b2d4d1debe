import type { MetricDimension } from './dimensions.ts';

/** Value of the dimension `service`, the one that every metric has. */
export const METRICS_SERVICE = 'switchyard';

type MetricDefinition = {
  readonly unit: 'Count' | 'Milliseconds' | 'Seconds' | 'None';
  /** Beside `service`: where there are any, the metric is counted in total and by all of them together. */
  readonly dimensions: readonly MetricDimension[];
  readonly description: string;
};

/** Everything that is counted: the functions emit exactly these, and alarms and dashboard read them. */
export const METRICS = {
  EventsAccepted: {
    unit: 'Count',
    dimensions: [],
    description: 'Events stored and queued, posted by tenants, made of callbacks, or operational; each once.',
  },
  EventsUnmatched: {
    unit: 'Count',
    dimensions: [],
    description: 'Those of the accepted events that no endpoint wanted.',
  },
  DeliveryAttempts: {
    unit: 'Count',
    dimensions: [],
    description: 'Attempts to post to an endpoint, whatever they came to.',
  },
  AttemptsFailed: {
    unit: 'Count',
    dimensions: ['kind'],
    description: 'Attempts that were not answered with 2xx.',
  },
  DeliveriesDelivered: {
    unit: 'Count',
    dimensions: [],
    description: 'Deliveries that an endpoint answered with 2xx.',
  },
  DeliveriesDeadLettered: {
    unit: 'Count',
    dimensions: ['reason'],
    description: 'Deliveries that were given up and are in the dead-letter queue.',
  },
  DeliveriesHeld: {
    unit: 'Count',
    dimensions: ['held'],
    description: 'Deliveries that wait for their endpoint: it is paused, disabled, failing or asked to wait.',
  },
  OperationalEvents: {
    unit: 'Count',
    dimensions: ['about'],
    description:
      'Events that tell tenants and the operator of endpoints and of deliveries that were given up.',
  },
  DeliveriesHeldNow: {
    unit: 'None',
    dimensions: [],
    description: 'Deliveries that are held, once an hour.',
  },
  OldestHeldAge: {
    unit: 'Seconds',
    dimensions: [],
    description:
      'Since when the event of the oldest held delivery was accepted, once an hour; 0 when none is held.',
  },
  DeliveriesRequeued: {
    unit: 'Count',
    dimensions: [],
    description: 'Deliveries that were started anew by hand.',
  },
  DeliveryLatency: {
    unit: 'Milliseconds',
    dimensions: [],
    description:
      'From accepting an event to the 2xx of an endpoint, retries included, requeued ones left out.',
  },
  CallbacksReceived: {
    unit: 'Count',
    dimensions: ['provider', 'result'],
    description: 'Requests of providers, by what they came to when they were answered.',
  },
  VerificationFailures: {
    unit: 'Count',
    dimensions: ['step'],
    description: 'Callbacks that were not proven genuine, or are not as their provider documents.',
  },
  MessagesReceived: {
    unit: 'Count',
    dimensions: ['channel'],
    description: 'Messages of people, known or not, each once.',
  },
  ReportsRecorded: {
    unit: 'Count',
    dimensions: ['channel', 'report'],
    description: 'Reports of providers on messages of ours, each once; a mail may be opened many times.',
  },
  UnknownSenders: {
    unit: 'Count',
    dimensions: [],
    description: 'Messages of people whom no conversation knows.',
  },
  FallbacksSent: {
    unit: 'Count',
    dimensions: [],
    description: 'Answers to people whom no conversation knows, taken by their provider.',
  },
  FallbacksSuppressed: {
    unit: 'Count',
    dimensions: ['cause'],
    description: 'Such answers that were not sent, by what stood against them.',
  },
  RoutingFailures: {
    unit: 'Count',
    dimensions: [],
    description: 'Context objects that could not be sent to their queue; each try.',
  },
  CallbacksSpooled: {
    unit: 'Count',
    dimensions: [],
    description: 'Callbacks that could not be processed when they came, and wait in the spool.',
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

export type MetricName = keyof typeof METRICS;
