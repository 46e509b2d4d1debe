import { documentationRoutes } from '@switchyard/api-docs/routes';
import { UnavailableError } from '@switchyard/core/errors';
import { createHttpApp, HttpError, problemResponses } from '@switchyard/core/http';
import { tenantIdSchema } from '@switchyard/core/ids';
import type { Logger } from '@switchyard/core/logging';
import fastify from 'fastify';
import * as z from 'zod';
import type { ReceiverSwitch } from './receiver-switch.ts';
import type { createRememberSignature } from './remember-signature.ts';
import type { createRequireOperator } from './require-operator.ts';
import type { createVerifyDelivery } from './verify-delivery.ts';

const MAX_BODY_BYTES = 1024 * 1024;

export type AppDeps = {
  readonly logger: Logger;
  readonly verifyDelivery: ReturnType<typeof createVerifyDelivery>;
  readonly rememberSignature: ReturnType<typeof createRememberSignature>;
  readonly requireOperator: ReturnType<typeof createRequireOperator>;
  readonly receiverSwitch: ReceiverSwitch;
};

const received = z.object({
  received: z.literal(true),
  event_id: z.string().nullable().meta({ description: 'The webhook-id of the delivery: the event.' }),
  replayed: z.boolean().meta({ description: 'True when this very signature was accepted before.' }),
});
const switchView = z.object({ enabled: z.boolean(), changed_at: z.string().nullable() });
const deliveryHeaders = z.looseObject({
  'stripe-signature': z
    .string()
    .optional()
    .meta({ example: 't=1750000000,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd' }),
  'webhook-id': z.string().optional(),
});
const operatorHeaders = z.looseObject({ authorization: z.string().optional() });

/** The built-in endpoint: it takes a tenant's deliveries, verifies them, and can be switched off to show retries. */
export function createApp(deps: AppDeps) {
  const { receiverSwitch } = deps;
  const app = createHttpApp(fastify, { logger: deps.logger, bodyLimit: MAX_BODY_BYTES });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.register(async (scope) => {
    const http = scope as typeof app;

    http.post(
      '/:tenant_id/webhook',
      {
        schema: {
          operationId: 'receiveDelivery',
          summary: 'Take a delivery',
          description: 'Verifies the Stripe-style signature over the exact bytes, 300 s either way.',
          tags: ['Deliveries'],
          params: z.object({ tenant_id: tenantIdSchema.meta({ example: 'acme' }) }),
          headers: deliveryHeaders,
          response: { 200: received, ...problemResponses(400, 413) },
        },
      },
      async (request) => {
        const tenantId = request.params.tenant_id;
        const header = request.headers['stripe-signature'];
        const eventId = request.headers['webhook-id'] ?? null;
        request.outcome = { tenantId, eventId };
        if (!((await read(receiverSwitch.read())) ?? { enabled: true }).enabled) {
          request.outcome = { tenantId, eventId, outcome: 'switched_off' };
          throw new HttpError(
            503,
            'receiver_disabled',
            'The receiver is switched off; an operator can enable it.',
          );
        }
        const payload = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const signedAt = await deps.verifyDelivery(tenantId, payload, header);
        const replayed = await read(deps.rememberSignature(tenantId, signedAt, payload));
        request.outcome = { tenantId, eventId, outcome: replayed ? 'replayed' : 'verified' };
        return { received: true as const, event_id: eventId, replayed };
      },
    );

    http.get(
      '/health',
      {
        schema: {
          operationId: 'health',
          summary: 'Is it up?',
          tags: ['Operation'],
          response: { 200: z.object({ status: z.literal('healthy'), service: z.literal('receiver') }) },
        },
      },
      async () => ({ status: 'healthy' as const, service: 'receiver' as const }),
    );

    for (const [path, enabled] of [
      ['/enable', true],
      ['/disable', false],
    ] as const) {
      http.post(
        path,
        {
          schema: {
            operationId: path.slice(1),
            summary: enabled ? 'Take deliveries again' : 'Answer every delivery 503, to show retries',
            tags: ['Operation'],
            headers: operatorHeaders,
            response: { 200: switchView, ...problemResponses() },
          },
        },
        async (request) => {
          await deps.requireOperator(request.headers.authorization);
          return view(await read(receiverSwitch.set(enabled)));
        },
      );
    }

    http.get(
      '/status',
      {
        schema: {
          operationId: 'status',
          summary: 'Does it take deliveries?',
          tags: ['Operation'],
          headers: operatorHeaders,
          response: { 200: switchView, ...problemResponses() },
        },
      },
      async (request) => {
        await deps.requireOperator(request.headers.authorization);
        return view(await read(receiverSwitch.read()));
      },
    );

    documentationRoutes(http, { prefix: '', redoc: false });
  });
  return app;
}

const view = (state: { enabled: boolean; changedAt: string } | undefined) => ({
  enabled: state?.enabled ?? true,
  changed_at: state?.changedAt ?? null,
});

async function read<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    throw new UnavailableError('The store did not answer. Try again.', { cause });
  }
}
