import { deadReasonSchema } from '../deliveries/delivery.ts';
import { providerSchema } from '../providers/providers.ts';
import { SIGNATURE_ERROR_CODES } from '../signatures/signature-error.ts';

/** Value of the dimension `service`, the one that every metric has. */
export const METRICS_SERVICE = 'switchyard';

/**
 * All values that a dimension can have. They are closed, and few, because each combination is a metric that is paid
 * for: a tenant's id or an address is never one of them.
 */
export const METRIC_DIMENSIONS = {
  /** Why an attempt failed: how the endpoint answered, or why there was no answer. */
  kind: [
    'http_3xx',
    'http_4xx',
    'http_5xx',
    'timeout',
    'dns',
    'tls',
    'connection',
    'protocol',
    'target_refused',
  ],
  /** Why a delivery was given up. */
  reason: deadReasonSchema.options,
  provider: providerSchema.options,
  /** What a callback came to when it was answered. */
  result: [
    'accepted',
    /** Known from before. */
    'duplicate',
    /** From somebody whom no conversation knows: recorded, and not routed. */
    'unknown_sender',
    /** A report on none of our messages: 404. */
    'no_match',
    /** Unproven or unreadable, and kept for an operator. */
    'quarantined',
    /** Unproven or unreadable, and not kept, or not whole. */
    'refused',
    /** To be processed later; answered as accepted. */
    'spooled',
    /** Not kept anywhere: 503, and gone unless the provider repeats it. */
    'lost',
  ],
  /** The check that a callback did not pass, as the quarantine notes it. */
  step: [...SIGNATURE_ERROR_CODES, 'callback_unreadable'],
} as const;

export type MetricDimension = keyof typeof METRIC_DIMENSIONS;

type MetricDefinition = {
  readonly unit: 'Count' | 'Milliseconds';
  /** Beside `service`: where there are any, the metric is counted in total and by all of them together. */
  readonly dimensions: readonly MetricDimension[];
  readonly description: string;
};

/** Everything that is counted: the functions emit exactly these, and alarms and dashboard read them. */
export const METRICS = {
  EventsAccepted: {
    unit: 'Count',
    dimensions: [],
    description: 'Events stored and queued, posted by tenants or made of callbacks; each once.',
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
  UnknownSenders: {
    unit: 'Count',
    dimensions: [],
    description: 'Messages of people whom no conversation knows.',
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
