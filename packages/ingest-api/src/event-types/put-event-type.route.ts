import { descriptionSchema, exactTypeSchema } from '@switchyard/core/endpoints/endpoint-fields';
import { orUnavailable } from '@switchyard/core/errors';
import { eventTypeView, MAX_EVENT_TYPES, registerType } from '@switchyard/core/event-types';
import { described } from '@switchyard/core/http';
import * as z from 'zod';
import { MAX_BODY_BYTES, tenantProblems, tenantRoute } from '../api.ts';
import { bodyExamples, withJson } from '../endpoints/endpoint-examples.ts';
import { bodyBytesOf } from '../json-body.ts';
import { tenantOf } from '../tenant.ts';
import { EXAMPLE_TYPE, eventTypeViewSchema } from './event-type-response.ts';

const body = z.strictObject({
  description: descriptionSchema.optional(),
  schema: z
    .union(
      [z.record(z.string(), z.unknown()), z.boolean()],
      'must be a JSON Schema: an object, true or false',
    )
    .optional()
    .meta({
      description:
        'JSON Schema 2020-12 of the whole payload, 32 KiB at most. References stay within it; `format` is checked where it is known.',
    }),
  validate: z.boolean('must be true or false').optional().meta({
    description:
      'true: an event of this type that does not match the schema is refused with 422. false if left out. A change counts within a minute.',
  }),
});

export const EXAMPLE_REGISTRATION = {
  description: 'An order was paid.',
  schema: {
    type: 'object',
    properties: {
      data: {
        type: 'object',
        properties: { order_id: { type: 'integer' }, amount: { type: 'string', pattern: '^\\d+\\.\\d{2}$' } },
        required: ['order_id'],
      },
    },
    required: ['data'],
  },
  validate: true,
};

export const putEventTypeRoute = tenantRoute({
  method: 'PUT',
  path: '/v1/event-types/{event_type}',
  portal: 'never',
  before: bodyBytesOf,
  schema: {
    operationId: 'putEventType',
    summary: 'Register an event type',
    description: `Replaces all that was registered of it. Nothing needs to be registered to be sent; ${MAX_EVENT_TYPES} types may be.`,
    tags: ['Event types'],
    params: z.object({
      event_type: exactTypeSchema.meta({
        description: 'As it stands in `type` of the events.',
        example: 'order.paid',
      }),
    }),
    body: body.meta({ examples: [EXAMPLE_REGISTRATION] }),
    response: {
      200: described('Registered.', eventTypeViewSchema),
      ...tenantProblems(400, 409, 413, 415, 422),
    },
  },
  async answer(api, request) {
    const tenantId = tenantOf(request);
    const { event_type: eventType } = request.params;
    const registering = registerType(api, { tenantId, eventType, ...request.body });
    const registered = await orUnavailable(registering, 'The event type could not be registered. Try again.');
    request.outcome = { tenantId, outcome: 'registered' };
    return eventTypeView({ eventType, registered, seen: undefined });
  },
  examples: () => [
    {
      ...withJson(EXAMPLE_REGISTRATION),
      name: 'registered',
      summary: 'Checked from now on',
      path: EXAMPLE_TYPE,
    },
    {
      ...withJson({ ...EXAMPLE_REGISTRATION, schema: { type: 'object', requird: ['data'] } }),
      name: 'event_type_invalid',
      summary: 'A keyword that there is not',
      path: EXAMPLE_TYPE,
    },
    {
      ...withJson({ validate: 'yes' }),
      name: 'body_invalid',
      summary: 'Not true or false',
      path: EXAMPLE_TYPE,
    },
    {
      ...withJson(EXAMPLE_REGISTRATION),
      name: 'params_invalid',
      summary: 'A pattern of types',
      path: '/v1/event-types/order.*',
    },
    {
      ...withJson({}),
      name: 'too_many_event_types',
      summary: 'As many as there may be',
      path: EXAMPLE_TYPE,
      state: 'many_event_types',
    },
    ...bodyExamples(EXAMPLE_TYPE),
    {
      ...withJson({ description: 'x'.repeat(MAX_BODY_BYTES) }),
      name: 'payload_too_large',
      summary: 'More than 256 KiB',
      path: EXAMPLE_TYPE,
    },
    {
      ...withJson(EXAMPLE_REGISTRATION),
      name: 'unavailable',
      summary: 'The store did not answer',
      path: EXAMPLE_TYPE,
      state: 'store_down',
    },
  ],
});
