import * as z from 'zod';

/** A longer `type` is still accepted, but nothing can subscribe to it. */
export const MAX_EVENT_TYPE_LENGTH = 128;

/** What an event is of, by its payload. */
export const typeOf = ({ type }: Readonly<Record<string, unknown>>): string | undefined =>
  typeof type === 'string' && type.length <= MAX_EVENT_TYPE_LENGTH ? type : undefined;

/** What a tenant may send as an event. */
export const eventBodySchema = z.record(z.string(), z.unknown(), 'must be a JSON object').meta({
  description:
    'Any JSON object. Its bytes are delivered exactly as they came in. A top-level string `type` selects the endpoints that subscribed to it.',
  examples: [{ type: 'order.paid', data: { order_id: 1042, amount: '19.90' } }],
});

const KEY_ALLOWED = 'must be 1 to 255 printable ASCII characters';
export const idempotencyKeySchema = z.string(KEY_ALLOWED).regex(/^[\x20-\x7e]{1,255}$/, KEY_ALLOWED);
