import type { DeliveryStatus } from '@switchyard/core/deliveries';
import type { DeliveryId } from '@switchyard/core/delivery-store';
import { requireEndpoint } from '@switchyard/core/endpoints/require-endpoint';
import { NotFoundError, orUnavailable } from '@switchyard/core/errors';
import { HttpError } from '@switchyard/core/http';
import { endpointIdSchema, newId } from '@switchyard/core/ids';
import { replayDelivery } from '@switchyard/core/replays/replay-delivery';
import {
  type RequeueDeliveryInput,
  requeueDelivery,
  STALLED_AFTER_MS,
} from '@switchyard/core/requeue-delivery';
import * as z from 'zod';
import { type Api, tenantProblems, tenantRoute } from '../api.ts';
import {
  EXAMPLE_EVENT_ID,
  EXAMPLE_FORM_HEADERS,
  EXAMPLE_JSON_HEADERS,
  UNKNOWN_EVENT_ID,
} from '../examples.ts';
import { tenantOf } from '../tenant.ts';
import { eventParams } from './get-event.route.ts';
import { readEvent } from './read-event.ts';

const STALLED_AFTER_MINUTES = STALLED_AFTER_MS / 60_000;

const TRY_AGAIN = 'The event could not be queued. Try again.';

/** FAILED is waiting for its next attempt: a retry by hand makes it now, from attempt 1. */
const RETRYABLE: readonly DeliveryStatus[] = ['DLQ', 'HELD', 'FAILED'];

/** With `again`: what is over too. */
const OVER: readonly DeliveryStatus[] = ['DELIVERED', 'PURGED'];

const body = z
  .strictObject({
    endpoint_id: endpointIdSchema.optional().meta({ description: 'Only this endpoint’s delivery.' }),
    again: z.boolean().optional().meta({
      description:
        'Also what was delivered or purged; and, with `endpoint_id`, to an endpoint that never had the event. Receivers know it by its `webhook-id`.',
    }),
  })
  .nullish();

const retried = z.object({
  event_id: z.string(),
  status: z.literal('PENDING'),
  endpoint_ids: z.array(z.string()).meta({ description: 'The deliveries that start anew.' }),
});

/** @returns the endpoint, or none where there is nothing to start */
async function start(api: Api, input: RequeueDeliveryInput): Promise<string[]> {
  const result = await orUnavailable(requeueDelivery(api, input), TRY_AGAIN);
  return result === 'requeued' ? [input.endpointId] : [];
}

async function startMissing(api: Api, id: DeliveryId): Promise<string[]> {
  await orUnavailable(requireEndpoint(api, id), TRY_AGAIN);
  const alone = { replayId: newId('rpl', api.clock()), status: 'MISSING' } as const;
  const result = await orUnavailable(replayDelivery(api, alone, id), TRY_AGAIN);
  return result === 'requeued' ? [id.endpointId] : [];
}

export const retryEventRoute = tenantRoute({
  method: 'POST',
  path: '/v1/events/{event_id}/retry',
  portal: 'full',
  schema: {
    operationId: 'retryEvent',
    summary: 'Deliver an event again',
    description:
      'Starts each delivery anew that is dead-lettered, held or waiting for its next attempt, or has been PENDING for more than 15 minutes, unless it waits for its turn by an Ordering-Key. Delivered ones stay as they are, unless it is asked for `again`. Many at once: `POST /v1/replays`. An attempt that is under way goes on, and stays in the history.',
    tags: ['Events'],
    params: eventParams,
    body,
    response: {
      202: retried.meta({ description: 'Queued.' }),
      ...tenantProblems(400, 404, 409, 415, 422),
    },
  },
  async answer(api, request, reply) {
    const tenantId = tenantOf(request);
    const eventId = request.params.event_id;
    request.outcome = { tenantId, eventId };
    const { endpoint_id: wanted, again = false } = request.body ?? {};
    const { deliveries } = await readEvent(api, tenantId, eventId);
    const chosen = deliveries.filter(({ endpointId }) => wanted === undefined || endpointId === wanted);
    if (wanted !== undefined && chosen.length === 0 && !again)
      throw new NotFoundError('delivery to endpoint', wanted);
    const from = again ? [...RETRYABLE, ...OVER] : RETRYABLE;
    const starting =
      wanted !== undefined && chosen.length === 0
        ? [startMissing(api, { tenantId, eventId, endpointId: wanted })]
        : chosen.map(({ endpointId }) => start(api, { tenantId, eventId, endpointId, from }));
    const endpointIds = (await Promise.all(starting)).flat();
    if (endpointIds.length === 0) {
      const states = chosen.map(({ endpointId, status }) => `${endpointId} is ${status}`).join(', ');
      throw new HttpError(
        409,
        'nothing_to_retry',
        `No delivery can be retried: ${states || 'no endpoint wanted this event'}. Those in ${from.join(', ')} can, and those that have been PENDING for more than ${STALLED_AFTER_MINUTES} minutes.`,
      );
    }
    request.outcome = { tenantId, eventId, outcome: 'retried', endpoints: endpointIds.length };
    return reply.code(202).send({ event_id: eventId, status: 'PENDING' as const, endpoint_ids: endpointIds });
  },
  examples: () => {
    const path = `/v1/events/${EXAMPLE_EVENT_ID}/retry`;
    const withBody = (body: string) => ({ path, headers: EXAMPLE_JSON_HEADERS, body });
    return [
      { name: 'all', summary: 'All that can be retried', path },
      { ...withBody('{"endpoint_id":"warehouse"}'), name: 'one', summary: 'One endpoint’s delivery' },
      { ...withBody('{"endpoint_id":"default","again":true}'), name: 'again', summary: 'Delivered before' },
      { ...withBody('{"endpoint_id":'), name: 'body_malformed', summary: 'Not JSON' },
      {
        name: 'event_not_found',
        summary: 'Unknown, or not yours',
        path: `/v1/events/${UNKNOWN_EVENT_ID}/retry`,
      },
      {
        ...withBody('{"endpoint_id":"other"}'),
        name: 'delivery_to_endpoint_not_found',
        summary: 'Not sent to this endpoint',
      },
      { ...withBody('{"endpoint_id":"default"}'), name: 'nothing_to_retry', summary: 'It was delivered' },
      {
        name: 'content_type_unsupported',
        summary: 'A form instead of JSON',
        path,
        headers: EXAMPLE_FORM_HEADERS,
        body: 'endpoint_id=default',
      },
      { ...withBody('{"endpoint":"warehouse"}'), name: 'body_invalid', summary: 'An unknown property' },
      { name: 'unavailable', summary: 'The store did not answer', path, state: 'store_down' },
    ];
  },
});
