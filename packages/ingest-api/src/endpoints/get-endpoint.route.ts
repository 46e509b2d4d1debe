import { isReadable, readEndpoint } from '@switchyard/core/endpoints';
import { endpointEtag } from '@switchyard/core/endpoints/endpoint-etag';
import { NotFoundError, orUnavailable } from '@switchyard/core/errors';
import { readHealth } from '@switchyard/core/health/read-health';
import { described } from '@switchyard/core/http';
import { tenantProblems, tenantRoute } from '../api.ts';
import { commonExamples, EXAMPLE_ENDPOINT } from './endpoint-examples.ts';
import { endpointOf, endpointParams, endpointReadSchema, etagHeader } from './endpoint-response.ts';

export const getEndpointRoute = tenantRoute({
  method: 'GET',
  path: '/v1/endpoints/{endpoint_id}',
  portal: 'read',
  schema: {
    operationId: 'getEndpoint',
    summary: 'Read an endpoint',
    description:
      'Its settings, its status, and how it does. Secrets and the values of headers are not shown.',
    tags: ['Endpoints'],
    params: endpointParams,
    response: { 200: described('The endpoint.', endpointReadSchema), ...tenantProblems(400, 404) },
  },
  answerHeaders: { 200: etagHeader },
  async answer(api, request, reply) {
    const { tenantId, endpointId } = endpointOf(request);
    const unread = 'The endpoint could not be read. Try again.';
    const endpoint = await orUnavailable(readEndpoint(api, tenantId, endpointId), unread);
    if (endpoint === undefined) throw new NotFoundError('endpoint', endpointId);
    if (isReadable(endpoint)) reply.header('etag', endpointEtag(endpoint));
    const [view] = await orUnavailable(readHealth(api, tenantId, [endpoint]), unread);
    return view;
  },
  examples: () => [
    { name: 'enabled', summary: 'In service', path: EXAMPLE_ENDPOINT },
    { name: 'disabled', summary: 'It answered 410', path: EXAMPLE_ENDPOINT, state: 'endpoint_disabled' },
    ...commonExamples(),
  ],
});
