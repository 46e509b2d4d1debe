import type { DeliveryStatus, RequeueDeliveryInput, RequeueResult } from '@switchyard/core/deliveries';
import { NotFoundError, UnavailableError } from '@switchyard/core/errors';
import { type HttpApp, HttpError, problemResponses } from '@switchyard/core/http';
import { endpointIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { tenantOf } from '../tenant.ts';
import { eventParams } from './get-event.route.ts';
import type { createReadEvent } from './read-event.ts';

/** FAILED is waiting for its next attempt: a retry by hand makes it now, from attempt 1. */
const RETRYABLE: readonly DeliveryStatus[] = ['DLQ', 'HELD', 'FAILED'];

const body = z
  .strictObject({
    endpoint_id: endpointIdSchema.optional().meta({ description: 'Only this endpoint’s delivery.' }),
  })
  .nullish();

const retried = z.object({
  event_id: z.string(),
  status: z.literal('PENDING'),
  endpoint_ids: z.array(z.string()).meta({ description: 'The deliveries that start anew.' }),
});

export function retryEventRoute(
  app: HttpApp,
  deps: {
    readonly readEvent: ReturnType<typeof createReadEvent>;
    readonly requeueDelivery: (input: RequeueDeliveryInput) => Promise<RequeueResult>;
  },
): void {
  app.post(
    '/v1/events/:event_id/retry',
    {
      schema: {
        operationId: 'retryEvent',
        summary: 'Deliver an event again',
        description:
          'Starts each delivery anew that is dead-lettered, held or waiting for its next attempt. Delivered ones stay as they are.',
        tags: ['Events'],
        params: eventParams,
        body,
        response: {
          202: retried.meta({ description: 'Queued.' }),
          ...problemResponses(400, 404, 409, 415, 422),
        },
      },
    },
    async (request, reply) => {
      const tenantId = tenantOf(request);
      const eventId = request.params.event_id;
      request.outcome = { tenantId, eventId };
      const wanted = request.body?.endpoint_id;
      const { deliveries } = await deps.readEvent(tenantId, eventId);
      const chosen = deliveries.filter(({ endpointId }) => wanted === undefined || endpointId === wanted);
      if (wanted !== undefined && chosen.length === 0)
        throw new NotFoundError('delivery to endpoint', wanted);

      const results = await Promise.all(
        chosen.map(async ({ endpointId }) => {
          const result = await requeue({ tenantId, eventId, endpointId });
          return result === 'requeued' ? [endpointId] : [];
        }),
      );
      const endpointIds = results.flat();
      if (endpointIds.length === 0) {
        const states = chosen.map(({ endpointId, status }) => `${endpointId} is ${status}`).join(', ');
        throw new HttpError(
          409,
          'nothing_to_retry',
          `No delivery can be retried: ${states || 'no endpoint wanted this event'}. Those in ${RETRYABLE.join(', ')} can.`,
        );
      }
      request.outcome = { tenantId, eventId, outcome: 'retried', endpoints: endpointIds.length };
      return reply
        .code(202)
        .send({ event_id: eventId, status: 'PENDING' as const, endpoint_ids: endpointIds });
    },
  );

  async function requeue(id: { tenantId: string; eventId: string; endpointId: string }) {
    try {
      return await deps.requeueDelivery({ ...id, from: RETRYABLE });
    } catch (cause) {
      throw new UnavailableError('The event could not be queued. Try again.', { cause });
    }
  }
}
