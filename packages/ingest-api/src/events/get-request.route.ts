import { deliveryKey, deliverySchema } from '@switchyard/core/deliveries';
import { requireEndpoint } from '@switchyard/core/endpoints/require-endpoint';
import { NotFoundError, orUnavailable } from '@switchyard/core/errors';
import { readEvent } from '@switchyard/core/events';
import { described } from '@switchyard/core/http';
import { endpointIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { instant } from '../allowed.ts';
import { type Api, tenantProblems, tenantRoute } from '../api.ts';
import { EXAMPLE_EVENT_ID, UNKNOWN_EVENT_ID } from '../examples.ts';
import { tenantOf } from '../tenant.ts';
import { eventParams } from './get-event.route.ts';

const sentRequest = z.object({
  event_id: z.string(),
  endpoint_id: z.string(),
  attempt: z.number().int(),
  generation: z.number().int(),
  started_at: z.iso.datetime(),
  method: z.literal('POST'),
  url: z.string(),
  body_bytes: z.number().int().meta({ description: 'The body is the payload of the event.' }),
  headers: z.array(
    z.object({
      name: z.string(),
      value: z.string().nullable().meta({
        description:
          'null: your own header or a credential, which are not shown; or a signature by a secret that is gone.',
      }),
    }),
  ),
  as_sent: z.boolean().meta({
    description:
      'false: the endpoint was changed about that time or since. Then the address, headers and signatures are those that it would get by what it is now.',
  }),
});

const pathTo = (eventId: string, endpointId: string) =>
  `/v1/events/${eventId}/deliveries/${endpointId}/request`;

export const getRequestRoute = tenantRoute({
  method: 'GET',
  path: '/v1/events/{event_id}/deliveries/{endpoint_id}/request',
  portal: 'read',
  schema: {
    operationId: 'getSentRequest',
    summary: 'See the request of an attempt',
    description:
      'The request that was made of the endpoint, with the signatures that it had: made again from the event, the time of the attempt and the secrets of that time.',
    tags: ['Events'],
    params: eventParams.extend({ endpoint_id: endpointIdSchema }),
    querystring: z.strictObject({
      started_at: instant.optional().meta({
        description: 'Of the attempt, as the list of attempts has it; the latest if left out.',
      }),
    }),
    response: { 200: described('The request.', sentRequest), ...tenantProblems(400, 404, 409) },
  },
  async answer(api, request) {
    const tenantId = tenantOf(request);
    const { event_id: eventId, endpoint_id: endpointId } = request.params;
    request.outcome = { tenantId, eventId, endpointId };
    const id = { tenantId, eventId, endpointId };
    const unread = 'The event store did not answer. Try again.';
    const [event, attempt, endpoint] = await orUnavailable(
      Promise.all([
        readEvent(api, tenantId, eventId),
        readAttempt(api, id, request.query.started_at),
        requireEndpoint(api, id),
      ]),
      unread,
    );
    if (event === undefined) throw new NotFoundError('event', eventId);
    if (attempt === undefined)
      throw new NotFoundError('attempt', `of ${eventId} to endpoint ${endpointId} at that time`);
    const { requestAsSent } = await import('./request-as-sent.ts');
    return {
      event_id: eventId,
      endpoint_id: endpointId,
      attempt: attempt.attempt,
      generation: attempt.generation,
      started_at: attempt.startedAt,
      method: 'POST' as const,
      ...requestAsSent(event, endpoint, attempt),
    };
  },
  examples: () => [
    { name: 'latest', summary: 'The latest attempt', path: pathTo(EXAMPLE_EVENT_ID, 'warehouse') },
    {
      name: 'one',
      summary: 'One of them',
      path: pathTo(EXAMPLE_EVENT_ID, 'warehouse'),
      query: { started_at: '2026-03-02T09:15:04.379Z' },
    },
    {
      name: 'attempt_not_found',
      summary: 'None at that time',
      path: pathTo(EXAMPLE_EVENT_ID, 'warehouse'),
      query: { started_at: '2026-03-02T09:15:04.380Z' },
    },
    { name: 'event_not_found', summary: 'Unknown, or not yours', path: pathTo(UNKNOWN_EVENT_ID, 'default') },
    { name: 'params_invalid', summary: 'Not an event id', path: pathTo('1042', 'default') },
    {
      name: 'endpoint_unreadable',
      summary: 'Its item is broken',
      path: pathTo(EXAMPLE_EVENT_ID, 'warehouse'),
      state: 'endpoint_unreadable',
    },
    {
      name: 'unavailable',
      summary: 'The store did not answer',
      path: pathTo(EXAMPLE_EVENT_ID, 'default'),
      state: 'store_down',
    },
  ],
});

/** @returns undefined when there is none, or it was one of more than are kept */
async function readAttempt(
  { documents, eventsTable }: Api,
  {
    tenantId,
    eventId,
    endpointId,
  }: { readonly tenantId: string; readonly eventId: string; readonly endpointId: string },
  startedAt: string | undefined,
) {
  const { Item } = await documents.get({
    TableName: eventsTable,
    Key: deliveryKey(tenantId, eventId, endpointId),
    ConsistentRead: true,
  });
  const attempts = deliverySchema.safeParse(Item).data?.attempts ?? [];
  if (startedAt === undefined) return attempts.at(-1);
  const at = Date.parse(startedAt);
  return attempts.find((attempt) => Date.parse(attempt.startedAt) === at);
}
