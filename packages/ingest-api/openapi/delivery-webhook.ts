import { toSeconds } from '@switchyard/core/clock';
import {
  DEFAULT_MAX_ATTEMPTS,
  DEFAULT_RETRY_SCHEDULE,
  MAX_RETRY_AFTER_MS,
} from '@switchyard/core/deliveries';
import { signStandardWebhooks, signStripe } from '@switchyard/core/signatures';
import { EXAMPLE_BODY } from '../src/examples.ts';
import { exampleEvent } from './example-event.ts';

/** Given away in the documentation so that readers can check their code with it. Never anybody's secret. */
export const EXAMPLE_SECRET = 'whsec_ZG9jdW1lbnRhdGlvbi1leGFtcGxlLXNlY3JldA==';

const timestamp = toSeconds(Date.parse(exampleEvent.createdAt));
const payload = Buffer.from(EXAMPLE_BODY);
const secrets = [EXAMPLE_SECRET];
const signed = signStandardWebhooks({ id: exampleEvent.eventId, timestamp, payload, secrets });

const [firstWait, ...laterWaits] = DEFAULT_RETRY_SCHEDULE.split(',')
  .slice(0, DEFAULT_MAX_ATTEMPTS - 1)
  .map((wait) => wait.replace(/m$/, ''));
const WAITS = `${[firstWait, ...laterWaits.slice(0, -1)].join(', ')} and ${laterWaits.at(-1)} minutes`;
const MAX_RETRY_AFTER = `${MAX_RETRY_AFTER_MS / 3_600_000} hour`;

const header = (name: string, description: string, example: string, pattern: string) => ({
  name,
  in: 'header' as const,
  required: true,
  description,
  schema: { type: 'string' as const, pattern },
  example,
});

/** What an endpoint gets, and what its answer does. */
export const deliveryWebhook = {
  post: {
    operationId: 'delivery',
    summary: 'An event is delivered to your endpoint',
    description: [
      'A POST to the endpoint’s URL. The body is the event, byte for byte as it was sent. Headers that were configured for the endpoint are sent too.',
      `Answer within 30 seconds. By default an event is attempted ${DEFAULT_MAX_ATTEMPTS} times, ${WAITS} apart (±10%), and is then dead-lettered.`,
      `The example verifies with the secret \`${EXAMPLE_SECRET}\` when the body is these ${payload.length} bytes: \`${EXAMPLE_BODY}\` and the clock is at the timestamp.`,
    ].join('\n\n'),
    tags: ['Deliveries'],
    security: [],
    parameters: [
      header(
        'webhook-id',
        'The event id, the same over all attempts: drop what you already have by it.',
        signed['webhook-id'],
        '^evt_[0-9a-hjkmnp-tv-z]{26,32}$',
      ),
      header(
        'webhook-timestamp',
        'When this attempt was signed, in seconds since 1970.',
        signed['webhook-timestamp'],
        '^[0-9]+$',
      ),
      header(
        'webhook-signature',
        'Standard Webhooks: `v1,` and a base64 HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}`; one for each valid secret, separated by spaces.',
        signed['webhook-signature'],
        '^v1,[A-Za-z0-9+/=]+( v1,[A-Za-z0-9+/=]+)*$',
      ),
      header(
        'Stripe-Signature',
        'Stripe style: `t=` and the timestamp, then `v1=` and a hexadecimal HMAC-SHA256 of `{t}.{body}` for each valid secret.',
        signStripe({ payload, secrets, timestamp }),
        '^t=[0-9]+(,v1=[0-9a-f]{64})+$',
      ),
    ],
    requestBody: {
      required: true,
      description: 'The event as it was sent. Verify these bytes before parsing them.',
      content: {
        'application/json': {
          schema: { type: 'object' as const, additionalProperties: true },
          examples: { event: { summary: 'An event', value: JSON.parse(EXAMPLE_BODY) } },
        },
      },
    },
    responses: {
      '2XX': {
        description: 'Delivered. The first KiB of the answer is kept and can be read with the event.',
      },
      '3XX': { description: 'Redirects are not followed: retried as any other failure.' },
      '410': {
        description:
          'The endpoint is gone: it is disabled at once, and its deliveries are held until it is enabled.',
      },
      '429': {
        description: `Retried, no sooner than \`Retry-After\` says; it is honoured up to ${MAX_RETRY_AFTER}.`,
        headers: {
          'Retry-After': {
            description: 'Seconds, or an HTTP date. Honoured on every answer that leads to a retry.',
            schema: { type: 'string' as const },
            example: '120',
          },
        },
      },
      default: {
        description:
          'Any other status, no answer within 30 seconds, and a connection that fails: retried, and dead-lettered after the last attempt. A URL that leads to a private address is never called: dead-lettered at once.',
      },
    },
  },
};
