import { isReadable, isUnfinished } from '@switchyard/core/endpoints';
import { listEndpoints } from '@switchyard/core/endpoints/list-endpoints';
import { orUnavailable } from '@switchyard/core/errors';
import { readHealth } from '@switchyard/core/health/read-health';
import { described } from '@switchyard/core/http';
import * as z from 'zod';
import { tenantProblems, tenantRoute } from '../api.ts';
import { tenantOf } from '../tenant.ts';
import { endpointReadSchema } from './endpoint-response.ts';

export const listEndpointsRoute = tenantRoute({
  method: 'GET',
  path: '/v1/endpoints',
  portal: 'read',
  schema: {
    operationId: 'listEndpoints',
    summary: 'List endpoints',
    description: 'All of them, 50 at most, in the order of their ids, with how each does.',
    tags: ['Endpoints'],
    response: {
      200: described('The endpoints.', z.object({ endpoints: z.array(endpointReadSchema) })),
      ...tenantProblems(),
    },
  },
  async answer(api, request) {
    const tenantId = tenantOf(request);
    request.outcome = { tenantId };
    const unread = 'The endpoints could not be read. Try again.';
    const listed = await orUnavailable(listEndpoints(api, tenantId), unread);
    const finished = listed.filter((endpoint) => !isReadable(endpoint) || !isUnfinished(endpoint));
    return { endpoints: await orUnavailable(readHealth(api, tenantId, finished), unread) };
  },
  examples: () => [
    { name: 'all', summary: 'Two endpoints' },
    { name: 'unavailable', summary: 'The store did not answer', state: 'store_down' },
  ],
});
