import { described, HttpError, problemResponses } from '@switchyard/core/http';
import { tenantIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { EXAMPLE_BODY, exampleHeaders } from './examples.ts';
import { receiverRoute } from './receiver.ts';
import { readSwitch } from './receiver-switch.ts';
import { rememberSignature } from './remember-signature.ts';
import { verifyDelivery } from './verify-delivery.ts';

export const MAX_BODY_BYTES = 1024 * 1024;

const headers = z.looseObject({
  'stripe-signature': z
    .string()
    .optional()
    .meta({ example: 't=1750000000,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd' }),
  'webhook-id': z.string().optional(),
});

const received = z.object({
  received: z.literal(true),
  event_id: z.string().nullable().meta({ description: 'The webhook-id of the delivery: the event.' }),
  replayed: z.boolean().meta({ description: 'True when this very signature was accepted before.' }),
});

export const receiveDelivery = receiverRoute({
  method: 'POST',
  path: '/{tenant_id}/webhook',
  access: 'public',
  schema: {
    operationId: 'receiveDelivery',
    summary: 'Take a delivery',
    description: 'Verifies the Stripe-style signature over the exact bytes, 300 s either way.',
    tags: ['Deliveries'],
    params: z.object({ tenant_id: tenantIdSchema.meta({ example: 'acme' }) }),
    headers,
    response: {
      200: described('Verified. A replay within the tolerance is taken too, and flagged.', received),
      ...problemResponses([400, 401, 413, 503, 504], {
        401: 'The signature is missing, wrong, or more than 300 s away.',
        413: 'The body is larger than 1 MiB.',
        503: 'Switched off by an operator, the store did not answer, or too many requests came at once.',
      }),
    },
  },
  bodyInWords: {
    description: 'The event, byte for byte as its tenant sent it.',
    content: { 'application/json': { schema: { type: 'object', additionalProperties: true } } },
  },
  async answer(receiver, request) {
    const tenantId = request.params.tenant_id;
    const header = request.headers['stripe-signature'];
    const eventId = request.headers['webhook-id'] ?? null;
    request.outcome = { tenantId, eventId };
    const { enabled } = await readSwitch(receiver);
    if (!enabled) {
      request.outcome = { tenantId, eventId, outcome: 'switched_off' };
      throw new HttpError(
        503,
        'receiver_disabled',
        'The receiver is switched off; an operator can enable it.',
      );
    }
    const payload = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const signedAt = await verifyDelivery(receiver, { tenantId, payload, header });
    const replayed = await rememberSignature(receiver, { tenantId, signedAt, payload });
    request.outcome = { tenantId, eventId, outcome: replayed ? 'replayed' : 'verified' };
    return { received: true as const, event_id: eventId, replayed };
  },
  examples: () => {
    const path = '/acme/webhook';
    const usual = { path, headers: exampleHeaders(), body: EXAMPLE_BODY };
    return [
      { ...usual, name: 'verified', summary: 'A delivery' },
      { ...usual, name: 'replayed', summary: 'The same signature again', state: 'replayed' },
      { ...usual, name: 'params_invalid', summary: 'Not a tenant id', path: '/ACME/webhook' },
      {
        ...usual,
        name: 'header_missing',
        summary: 'No signature',
        headers: { 'content-type': 'application/json' },
      },
      { ...usual, name: 'signature_mismatch', summary: 'Another body than was signed', body: '{}' },
      {
        ...usual,
        name: 'timestamp_too_old',
        summary: 'Signed more than 300 s ago',
        headers: exampleHeaders(301),
      },
      {
        ...usual,
        name: 'payload_too_large',
        summary: 'More than 1 MiB',
        body: 'x'.repeat(MAX_BODY_BYTES + 1),
      },
      { ...usual, name: 'receiver_disabled', summary: 'Switched off', state: 'off' },
    ];
  },
});
