import { changeStatus, STATUS_ACTIONS, type StatusAction } from '@switchyard/core/endpoints/change-status';
import { orUnavailable } from '@switchyard/core/errors';
import { type ApiRoute, tenantProblems, tenantRoute } from '../api.ts';
import { commonExamples, EXAMPLE_ENDPOINT, STALE_ETAG } from './endpoint-examples.ts';
import {
  described200,
  endpointOf,
  endpointParams,
  etagHeader,
  ifMatchHeaders,
  toAnswer,
} from './endpoint-response.ts';

const WORDS = {
  pause: {
    summary: 'Pause an endpoint',
    description: 'From now on, within a minute, nothing is sent to it; what would be is held.',
  },
  resume: {
    summary: 'Resume an endpoint',
    description: 'Puts a paused endpoint back into service, and sends on what is held, oldest first.',
  },
  enable: {
    summary: 'Enable an endpoint',
    description:
      'Puts it back into service, whatever took it out: by hand, an answer 410, or failing for days. What is held is sent on, oldest first. Of one that fails, requests are made again at once.',
  },
  disable: {
    summary: 'Disable an endpoint',
    description: 'As pausing; it is put back by enabling only. What would be sent is held.',
  },
} as const satisfies Record<StatusAction, { readonly summary: string; readonly description: string }>;

/** `POST …/pause`, `resume`, `enable`, `disable`: each may be repeated. */
export const changeStatusRoutes: readonly ApiRoute[] = STATUS_ACTIONS.map((action) =>
  tenantRoute({
    method: 'POST',
    path: `/v1/endpoints/{endpoint_id}/${action}`,
    portal: 'full',
    schema: {
      operationId: `${action}Endpoint`,
      ...WORDS[action],
      tags: ['Endpoints'],
      params: endpointParams,
      headers: ifMatchHeaders,
      response: { ...described200, ...tenantProblems(400, 404, 409, 412) },
    },
    answerHeaders: { 200: etagHeader },
    async answer(api, request, reply) {
      const id = endpointOf(request);
      const changing = changeStatus(api, { ...id, ifMatch: request.headers['if-match'] }, action);
      const endpoint = await orUnavailable(changing, 'The endpoint could not be changed. Try again.');
      request.outcome = { ...id, outcome: action };
      return toAnswer(api, reply, endpoint);
    },
    examples: () => {
      const path = `${EXAMPLE_ENDPOINT}/${action}`;
      const conflict =
        action === 'enable' || action === 'disable'
          ? ({
              name: 'endpoint_unreadable',
              summary: 'Broken by hand',
              state: 'endpoint_unreadable',
            } as const)
          : ({ name: 'endpoint_disabled', summary: 'It is disabled', state: 'endpoint_disabled' } as const);
      return [
        { name: 'done', summary: 'Done', path },
        { ...conflict, path },
        {
          name: 'endpoint_changed',
          summary: 'It was changed since',
          path,
          headers: { 'if-match': STALE_ETAG },
        },
        ...commonExamples(`/${action}`),
      ];
    },
  }),
);
