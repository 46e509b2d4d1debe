import { wantsEventType } from '@switchyard/core/endpoints';
import { requireEndpoint } from '@switchyard/core/endpoints/require-endpoint';
import { NotFoundError, orUnavailable } from '@switchyard/core/errors';
import { readEvent } from '@switchyard/core/events';
import { filterSchema, matchesFilter, parseFilter, parseStoredFilter } from '@switchyard/core/filters';
import { described } from '@switchyard/core/http';
import { eventIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { type Api, MAX_BODY_BYTES, tenantProblems, tenantRoute } from '../api.ts';
import { typeOf } from '../events/event-body.ts';
import { EXAMPLE_EVENT_ID } from '../examples.ts';
import { bodyBytesOf } from '../json-body.ts';
import { bodyExamples, commonExamples, EXAMPLE_ENDPOINT, withJson } from './endpoint-examples.ts';
import { endpointOf, endpointParams } from './endpoint-response.ts';

const body = z
  .strictObject({
    filter: filterSchema.optional().meta({ description: 'One to try. Left out: the endpoint’s own.' }),
    payload: z.record(z.string(), z.unknown()).optional().meta({ description: 'As it would be sent.' }),
    event_id: eventIdSchema.optional().meta({ description: 'Of an event that was sent: its payload.' }),
  })
  .refine(({ payload, event_id: id }) => (payload === undefined) !== (id === undefined), {
    path: ['payload'],
    message: 'give either payload or event_id',
  });

const tested = z.object({
  matches: z.boolean().meta({ description: 'Whether such an event would be delivered to this endpoint.' }),
  type_matches: z.boolean().meta({ description: 'Whether its `event_types` take it.' }),
  filter_matches: z.boolean().meta({ description: 'Whether the filter does; true without one.' }),
});

const PATH = `${EXAMPLE_ENDPOINT}/filter-test`;
const EXAMPLE = {
  filter: { data: { amount: [{ numeric: ['>', 100] }] } },
  payload: { type: 'order.paid', data: { amount: 250 } },
};

export const filterTestRoute = tenantRoute({
  method: 'POST',
  path: '/v1/endpoints/{endpoint_id}/filter-test',
  portal: 'read',
  before: bodyBytesOf,
  schema: {
    operationId: 'testFilter',
    summary: 'Try a filter',
    description:
      'Says whether an event with this payload would be delivered to the endpoint. Nothing is sent or stored.',
    tags: ['Endpoints'],
    params: endpointParams,
    body: body.meta({ examples: [EXAMPLE] }),
    response: { 200: described('Tried.', tested), ...tenantProblems(400, 404, 413, 415, 422) },
  },
  async answer(api, request) {
    const id = endpointOf(request);
    const reading = requireEndpoint(api, id);
    const endpoint = await orUnavailable(reading, 'The endpoint could not be read. Try again.');
    const { filter: given, payload, event_id: eventId } = request.body;
    const offered =
      eventId === undefined
        ? { eventType: typeOf(payload ?? {}), payload }
        : await offeredBy(api, id.tenantId, eventId);
    const filter = given === undefined ? parseStoredFilter(endpoint.filter) : parseFilter(given);
    const typeMatches = wantsEventType(endpoint, offered.eventType);
    const filterMatches = filter === undefined || matchesFilter(filter, offered.payload);
    request.outcome = { ...id, outcome: 'tested' };
    return {
      matches: typeMatches && filterMatches,
      type_matches: typeMatches,
      filter_matches: filterMatches,
    };
  },
  examples: () => [
    { ...withJson(EXAMPLE), name: 'matches', summary: 'A payload', path: PATH },
    {
      ...withJson({ filter: EXAMPLE.filter, event_id: EXAMPLE_EVENT_ID }),
      name: 'of_event',
      summary: 'An event that was sent',
      path: PATH,
    },
    {
      ...withJson({ ...EXAMPLE, filter: { data: { amount: [{ above: 100 }] } } }),
      name: 'body_invalid',
      summary: 'No such matcher',
      path: PATH,
    },
    {
      ...withJson({ payload: { text: 'x'.repeat(MAX_BODY_BYTES) } }),
      name: 'payload_too_large',
      summary: 'More than 256 KiB',
      path: PATH,
    },
    ...bodyExamples(PATH),
    ...commonExamples('/filter-test', withJson(EXAMPLE)),
  ],
});

/** @throws NotFoundError also for another tenant's */
async function offeredBy(api: Api, tenantId: string, eventId: string) {
  const reading = readEvent(api, tenantId, eventId);
  const event = await orUnavailable(reading, 'The event could not be read. Try again.');
  if (event === undefined) throw new NotFoundError('event', eventId);
  const payload: unknown = JSON.parse(Buffer.from(event.payload).toString());
  return { eventType: event.eventType, payload };
}
