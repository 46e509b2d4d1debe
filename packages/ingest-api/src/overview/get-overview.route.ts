import { orUnavailable } from '@switchyard/core/errors';
import { described } from '@switchyard/core/http';
import { OVERVIEW_RANGES } from '@switchyard/core/overview';
import * as z from 'zod';
import { tenantProblems, tenantRoute } from '../api.ts';
import { tenantOf } from '../tenant.ts';
import { overviewSchema } from './overview-response.ts';

const querystring = z.strictObject({
  range: z
    .enum(OVERVIEW_RANGES, `must be ${OVERVIEW_RANGES.join(', ')}`)
    .default('24h')
    .meta({ description: 'How far back: the last hour, day or week.' }),
});

export const getOverviewRoute = tenantRoute({
  method: 'GET',
  path: '/v1/overview',
  portal: 'read',
  schema: {
    operationId: 'getOverview',
    summary: 'See how deliveries go',
    description:
      'How many events were accepted and what came of them, in all and for each endpoint, and what to look at first.',
    tags: ['Portal'],
    querystring,
    response: { 200: described('The overview.', overviewSchema), ...tenantProblems(400) },
  },
  async answer(api, request) {
    const tenantId = tenantOf(request);
    request.outcome = { tenantId };
    const { readOverview } = await import('@switchyard/core/overview/read-overview');
    const reading = readOverview(api, tenantId, request.query.range);
    return orUnavailable(reading, 'The event store did not answer. Try again.');
  },
  examples: () => [
    { name: 'hour', summary: 'The last hour', query: { range: '1h' } },
    { name: 'no_endpoint', summary: 'Nothing yet', query: { range: '1h' }, state: 'no_endpoint' },
    { name: 'querystring_invalid', summary: 'Another range', query: { range: '30d' } },
    { name: 'unavailable', summary: 'The store did not answer', state: 'store_down' },
  ],
});
