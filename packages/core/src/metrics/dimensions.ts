import { channelSchema } from '../channels/channel.ts';
import { deadReasonSchema } from '../deliveries/delivery.ts';
import { heldReasonSchema } from '../endpoints/endpoint-state.ts';
import { OPERATIONAL_EVENT_TYPES } from '../operational-events/operational-types.ts';
import { providerSchema } from '../providers/callback-routes.ts';
import { SIGNATURE_ERROR_CODES } from '../signatures/signature-error.ts';

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
    /** No access token was had for it. */
    'auth',
    /** Its client certificate: expired, out of reach, or refused there. */
    'client_certificate',
  ],
  /** Why a delivery was given up. */
  reason: deadReasonSchema.options,
  /** Why a delivery is held. */
  held: heldReasonSchema.options,
  /** What an operational event tells. */
  about: OPERATIONAL_EVENT_TYPES,
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
  channel: channelSchema.options,
  /** What became of a message of ours; `other` are the steps on the way. */
  report: ['delivered', 'failed', 'opened', 'clicked', 'other'],
  /** Why somebody whom no conversation knows was not answered. */
  cause: [
    /** Not a number or mailbox that can be answered: a name, a short code, the null sender. */
    'unreachable',
    /** A machine wrote. */
    'automatic',
    'opt_out',
    /** A mail whose sender is not proven by aligned SPF or DKIM: anybody may have written it. */
    'unproven',
    /** Within 24 hours. */
    'answered_before',
    /** As many as a day may have: to one country or domain, for one tenant, over all. */
    'limit_destination',
    'limit_tenant',
    'limit_all',
    /** The provider did not take it. */
    'failed',
  ],
  /** The check that a callback did not pass, as the quarantine notes it. */
  step: [...SIGNATURE_ERROR_CODES, 'callback_unreadable', 'callback_too_complex', 'account_not_allowed'],
} as const;

export type MetricDimension = keyof typeof METRIC_DIMENSIONS;
