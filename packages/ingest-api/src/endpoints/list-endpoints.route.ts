import { isReadable, isUnfinished, listEndpoints } from '@switchyard/core/endpoints';
import { endpointView } from '@switchyard/core/endpoints/endpoint-view';
import { orUnavailable } from '@switchyard/core/errors';
import { described } from '@switchyard/core/http';
import * as z from 'zod';
import { tenantProblems, tenantRoute } from '../api.ts';
import { tenantOf } from '../tenant.ts';
import { endpointViewSchema } from './endpoint-response.ts';

export const listEndpointsRoute = tenantRoute({
  method: 'GET',
  path: '/v1/endpoints',
  schema: {
    operationId: 'listEndpoints',
    summary: 'List endpoints',
    description: 'All of them, 50 at most, in the order of their ids.',
    tags: ['Endpoints'],
    response: {
      200: described('The endpoints.', z.object({ endpoints: z.array(endpointViewSchema) })),
      ...tenantProblems(),
    },
  },
  async answer(api, request) {
    const tenantId = tenantOf(request);
    request.outcome = { tenantId };
    const listed = await orUnavailable(
      listEndpoints(api, tenantId),
      'The endpoints could not be read. Try again.',
    );
    const endpoints = listed.filter((endpoint) => !isReadable(endpoint) || !isUnfinished(endpoint));
    return { endpoints: endpoints.map((endpoint) => endpointView(endpoint, api.clock())) };
  },
  examples: () => [
    { name: 'all', summary: 'Two endpoints' },
    { name: 'unavailable', summary: 'The store did not answer', state: 'store_down' },
  ],
});
