import * as z from 'zod';
import { MAX_TIMEOUT_MS, MIN_TIMEOUT_MS, parseRetrySchedule } from '../deliveries/retry-schedule.ts';

/** Deliveries a second that a drain begins with where an endpoint does not say. */
export const DEFAULT_DRAIN_RATE = 10;

/** However it has grown: a step of a drain is made in a second. */
export const MAX_DRAIN_RATE = 200;

function isSchedule(text: string): boolean {
  try {
    return parseRetrySchedule(text).length > 0;
  } catch {
    return false;
  }
}

/** A number in a range; what is refused is told with the range. */
function numberFrom(min: number, max: number, isWhole: boolean) {
  const error = ({ input }: { readonly input?: unknown }) =>
    `must be a ${isWhole ? 'whole ' : ''}number from ${min} to ${max}, not ${JSON.stringify(input)}`;
  const number = z.number({ error }).min(min, { error }).max(max, { error });
  return isWhole ? number.int({ error }) : number;
}

/** How a client authenticates to its token server, by the names of OpenID Connect. */
export const clientAuthSchema = z.enum(['client_secret_basic', 'client_secret_post']);

/** By what an endpoint knows us, beside the signature, as it is stored: read more leniently than it is set. */
const authSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('basic'), username: z.string(), password: z.string() }),
  z.object({ type: z.literal('header'), name: z.string(), value: z.string() }),
  z.object({
    type: z.literal('oauth2'),
    tokenUrl: z.string(),
    clientId: z.string(),
    clientSecret: z.string(),
    scope: z.string().optional(),
    audience: z.string().optional(),
    authStyle: clientAuthSchema,
  }),
]);
export type EndpointAuth = z.infer<typeof authSchema>;

/** What is known of an endpoint's certificate beside its secret, in which it is with its private key. */
const clientCertificateSchema = z.object({
  /** Names the secret; each certificate has one of its own, which never changes. */
  version: z.uuid(),
  subject: z.string(),
  /** SHA-256 of the certificate, in hex. */
  fingerprint: z.string(),
  expiresAt: z.iso.datetime(),
});
export type ClientCertificate = z.infer<typeof clientCertificateSchema>;

/** What a tenant may set of how its endpoint is delivered to; each absent: the deployment's own. */
export const endpointOptionsSchema = z.object({
  /** Limit in ms of one attempt until the status is there. */
  timeoutMs: numberFrom(MIN_TIMEOUT_MS, MAX_TIMEOUT_MS, true).optional(),
  maxAttempts: numberFrom(1, 50, true).optional(),
  /** Waits between attempts, such as `30s,5m,1h`. */
  retrySchedule: z
    .string()
    .max(400, 'must have at most 400 characters')
    .refine(isSchedule, {
      error: ({ input }) =>
        `must be 1 to 50 durations with commas between, such as 30s,5m,1h, each 7d at most, not ${JSON.stringify(input)}`,
    })
    .optional(),
  /** Attempts a second at most; absent: no limit. */
  rateLimit: numberFrom(0.01, 1_000, false).optional(),
  /** Held deliveries a second that a drain begins with; it grows while they are delivered. */
  drainRate: numberFrom(0.1, MAX_DRAIN_RATE, false).optional(),
  /** One that cannot be read takes the endpoint out of service: nothing goes out without it. */
  auth: authSchema.optional(),
  /** The certificate that TLS connections to it are made with, of which the same is true. */
  tls: clientCertificateSchema.optional(),
});
