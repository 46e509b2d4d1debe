import { deleteEndpoint } from '@switchyard/core/endpoints/delete-endpoint';
import { orUnavailable } from '@switchyard/core/errors';
import { described } from '@switchyard/core/http';
import * as z from 'zod';
import { tenantProblems, tenantRoute } from '../api.ts';
import { commonExamples, EXAMPLE_ENDPOINT, STALE_ETAG } from './endpoint-examples.ts';
import { endpointOf, endpointParams, ifMatchHeaders } from './endpoint-response.ts';

const deleted = z.object({ endpoint_id: z.string(), deleted: z.literal(true) });

export const deleteEndpointRoute = tenantRoute({
  method: 'DELETE',
  path: '/v1/endpoints/{endpoint_id}',
  portal: 'full',
  schema: {
    operationId: 'deleteEndpoint',
    summary: 'Delete an endpoint',
    description:
      'For good, with its secrets. Deliveries that wait for it or are held end as dead letters with the reason `endpoint_deleted`, or go to an endpoint that is made under the same id before they have; requests may still be made for a minute.',
    tags: ['Endpoints'],
    params: endpointParams,
    headers: ifMatchHeaders,
    response: { 200: described('Deleted.', deleted), ...tenantProblems(400, 404, 412) },
  },
  async answer(api, request) {
    const id = endpointOf(request);
    const deleting = deleteEndpoint(api, { ...id, ifMatch: request.headers['if-match'] });
    await orUnavailable(deleting, 'The endpoint could not be deleted. Try again.');
    request.outcome = { ...id, outcome: 'deleted' };
    return { endpoint_id: id.endpointId, deleted: true as const };
  },
  examples: () => [
    { name: 'deleted', summary: 'Deleted', path: EXAMPLE_ENDPOINT },
    {
      name: 'endpoint_changed',
      summary: 'It was changed since',
      path: EXAMPLE_ENDPOINT,
      headers: { 'if-match': STALE_ETAG },
    },
    ...commonExamples(),
  ],
});
