import { sendTestEvent, TEST_TYPE } from '@switchyard/core/endpoints/send-test-event';
import { orUnavailable } from '@switchyard/core/errors';
import { described } from '@switchyard/core/http';
import * as z from 'zod';
import { MAX_BODY_BYTES, tenantProblems, tenantRoute } from '../api.ts';
import { idempotencyHeaders } from '../events/post-event.route.ts';
import { bodyExamples, commonExamples, EXAMPLE_ENDPOINT, withJson } from './endpoint-examples.ts';
import { endpointOf, endpointParams } from './endpoint-response.ts';

const body = z
  .strictObject({
    event_type: z
      .string()
      .regex(/^[^\s*\p{Cc}]{1,128}$/u, 'must be 1 to 128 characters without spaces and "*"')
      .optional()
      .meta({ description: `\`${TEST_TYPE}\` if left out.` }),
    data: z.record(z.string(), z.unknown()).optional().meta({ description: 'What the event has as `data`.' }),
  })
  .nullish();

const sent = z.object({ event_id: z.string(), endpoint_id: z.string(), status: z.literal('PENDING') });

export const testEndpointRoute = tenantRoute({
  method: 'POST',
  path: '/v1/endpoints/{endpoint_id}/test',
  portal: 'full',
  schema: {
    operationId: 'testEndpoint',
    summary: 'Send a test event',
    description:
      'A real event, signed and delivered to this endpoint alone, whatever types it wants. What became of it is at `GET /v1/events/{event_id}`.',
    tags: ['Endpoints'],
    params: endpointParams,
    headers: idempotencyHeaders,
    body,
    response: { 201: described('Queued.', sent), ...tenantProblems(400, 404, 409, 413, 415, 422) },
  },
  async answer(api, request, reply) {
    const id = endpointOf(request);
    const { event_type: eventType, data } = request.body ?? {};
    const sending = sendTestEvent(api, {
      ...id,
      eventType,
      data,
      idempotencyKey: request.headers['idempotency-key'],
      correlationId: request.id,
    });
    const { eventId } = await orUnavailable(sending, 'The test event could not be sent. Try again.');
    request.outcome = { ...id, eventId, outcome: 'tested' };
    return reply
      .code(201)
      .send({ event_id: eventId, endpoint_id: id.endpointId, status: 'PENDING' as const });
  },
  examples: () => {
    const path = `${EXAMPLE_ENDPOINT}/test`;
    return [
      { name: 'sent', summary: 'Queued', path, headers: { 'idempotency-key': 'test-1' } },
      { name: 'endpoint_disabled', summary: 'It is disabled', path, state: 'endpoint_disabled' },
      { ...withJson({ event_type: 'order.*' }), name: 'body_invalid', summary: 'Not one type', path },
      {
        ...withJson({ data: { text: 'x'.repeat(MAX_BODY_BYTES) } }),
        name: 'payload_too_large',
        summary: 'More than 256 KiB',
        path,
      },
      ...bodyExamples(path),
      ...commonExamples('/test'),
    ];
  },
});
