import * as z from 'zod';
import type { CallbackRequest, CallbackRoute } from './callback-request.ts';

const TWILIO_HEADERS = ['content-type', 'x-twilio-signature'];

/** What verification and parsing look at; other headers may hold what is nobody's business. */
const KEPT_HEADERS: Readonly<Record<CallbackRoute, readonly string[]>> = {
  whatsapp: TWILIO_HEADERS,
  sms: TWILIO_HEADERS,
  'twilio-status': TWILIO_HEADERS,
  email: [
    'content-type',
    'authorization',
    'x-twilio-email-event-webhook-signature',
    'x-twilio-email-event-webhook-timestamp',
  ],
  'resend-events': [
    'content-type',
    'svix-id',
    'svix-timestamp',
    'svix-signature',
    'resend-signature',
    'x-message-id',
  ],
};

/** A callback as the spool and the quarantine keep it. */
export const storedRequestSchema = z.object({
  route: z.enum(['whatsapp', 'sms', 'email', 'twilio-status', 'resend-events']),
  requestId: z.string(),
  receivedAt: z.iso.datetime(),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  query: z.array(z.tuple([z.string(), z.string()])),
  publicUrls: z.array(z.string()),
  pathSegment: z.string().optional(),
});
export type StoredRequest = z.infer<typeof storedRequestSchema>;

export function toStoredRequest(request: CallbackRequest): StoredRequest {
  const { rawBody: _, headers, query, publicUrls, ...rest } = request;
  return {
    ...rest,
    headers: Object.fromEntries(
      KEPT_HEADERS[request.route].flatMap((name) =>
        headers[name] === undefined ? [] : [[name, headers[name]]],
      ),
    ),
    query: query.map(([name, value]) => [name, value]),
    publicUrls: [...publicUrls],
  };
}

export const fromStoredRequest = (stored: StoredRequest, rawBody: Uint8Array): CallbackRequest => ({
  ...stored,
  rawBody,
});
