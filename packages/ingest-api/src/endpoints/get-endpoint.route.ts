import { isReadable, readEndpoint } from '@switchyard/core/endpoints';
import { endpointView } from '@switchyard/core/endpoints/endpoint-view';
import { NotFoundError, orUnavailable } from '@switchyard/core/errors';
import { tenantProblems, tenantRoute } from '../api.ts';
import { commonExamples, EXAMPLE_ENDPOINT } from './endpoint-examples.ts';
import { described200, endpointOf, endpointParams, etagHeader, toAnswer } from './endpoint-response.ts';

export const getEndpointRoute = tenantRoute({
  method: 'GET',
  path: '/v1/endpoints/{endpoint_id}',
  schema: {
    operationId: 'getEndpoint',
    summary: 'Read an endpoint',
    description:
      'Its settings, its status, and how it does. Secrets and the values of headers are not shown.',
    tags: ['Endpoints'],
    params: endpointParams,
    response: { ...described200, ...tenantProblems(400, 404) },
  },
  answerHeaders: { 200: etagHeader },
  async answer(api, request, reply) {
    const { tenantId, endpointId } = endpointOf(request);
    const reading = readEndpoint(api, tenantId, endpointId);
    const endpoint = await orUnavailable(reading, 'The endpoint could not be read. Try again.');
    if (endpoint === undefined) throw new NotFoundError('endpoint', endpointId);
    return isReadable(endpoint) ? toAnswer(api, reply, endpoint) : endpointView(endpoint, api.clock());
  },
  examples: () => [
    { name: 'enabled', summary: 'In service', path: EXAMPLE_ENDPOINT },
    { name: 'disabled', summary: 'It answered 410', path: EXAMPLE_ENDPOINT, state: 'endpoint_disabled' },
    ...commonExamples(),
  ],
});
