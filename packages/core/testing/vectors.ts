import { readFileSync } from 'node:fs';
import * as z from 'zod';

const shared = z.object({
  name: z.string(),
  valid: z.boolean(),
  /** The correct signature under the first secret or signing key. */
  expected: z.string(),
  /** Accepted by the official library only through leniency; a stricter receiver may refuse. */
  lenient: z.boolean().default(false),
  /** Why it is invalid; `-` for valid ones. */
  reason: z.string().default('-'),
  rawBody: z.string().optional(),
  rawBodyBase64: z.base64().optional(),
});
const clock = { now: z.int(), toleranceSeconds: z.int() };
const headers = z
  .record(z.string(), z.string())
  .transform((byName) => new Map(Object.entries(byName).map(([name, value]) => [name.toLowerCase(), value])));
const secrets = z.array(z.string());

const twilio = shared.extend({ url: z.string(), signature: z.string().nullable(), secrets });
const standardWebhooks = shared.extend({ headers, secrets, ...clock });
const sendgrid = shared.extend({ headers, publicKeys: secrets });

const vectorsSchema = z.object({
  twilio: z.array(twilio),
  twilio_json: z.array(twilio),
  resend: z.array(standardWebhooks),
  standard_webhooks: z.array(standardWebhooks),
  standard_webhooks_v1a: z.array(
    shared.extend({ headers, publicKeys: secrets, secretKey: z.string().optional(), ...clock }),
  ),
  stripe: z.array(shared.extend({ header: z.string().nullable(), secrets, ...clock })),
  sendgrid_event_webhook: z.array(sendgrid),
  sendgrid_inbound_parse: z.array(sendgrid),
});

/** Requests with their signatures, each checked against the sender's official library; by scheme. */
export const vectors = vectorsSchema.parse(
  JSON.parse(readFileSync(new URL('./vectors.json', import.meta.url), 'utf8')),
);

/** The body's bytes as they were signed or tampered with. */
export function bodyOf(vector: {
  rawBody?: string | undefined;
  rawBodyBase64?: string | undefined;
}): Uint8Array {
  return vector.rawBodyBase64 === undefined
    ? Buffer.from(vector.rawBody ?? '', 'utf8')
    : Buffer.from(vector.rawBodyBase64, 'base64');
}

/** Rows for `it.each` with the name first, so that each vector is a test of its own. */
export function rows<V extends { name: string }>(selected: readonly V[]): [string, V][] {
  return selected.map((vector) => [vector.name, vector]);
}
