import { orUnavailable } from '@switchyard/core/errors';
import { described } from '@switchyard/core/http';
import { replayView } from '@switchyard/core/replays';
import { changeReplay, REPLAY_ACTIONS, type ReplayAction } from '@switchyard/core/replays/change-replay';
import { type ApiRoute, tenantProblems, tenantRoute } from '../api.ts';
import { commonReplayExamples, EXAMPLE_REPLAY } from './replay-examples.ts';
import { replayOf, replayParams, replayViewSchema } from './replay-response.ts';

const WORDS = {
  pause: {
    summary: 'Pause a replay',
    description: 'It stops after what it is starting at this moment, and keeps its place.',
  },
  resume: {
    summary: 'Resume a replay',
    description: 'It goes on where it was. One that is running is set going anew.',
  },
  cancel: {
    summary: 'Cancel a replay',
    description: 'It ends after what it is starting at this moment. What was started stays so.',
  },
} as const satisfies Record<ReplayAction, { readonly summary: string; readonly description: string }>;

/** `POST …/pause`, `resume`, `cancel`: each may be repeated. */
export const changeReplayRoutes: readonly ApiRoute[] = REPLAY_ACTIONS.map((action) =>
  tenantRoute({
    method: 'POST',
    path: `/v1/replays/{replay_id}/${action}`,
    portal: 'full',
    schema: {
      operationId: `${action}Replay`,
      ...WORDS[action],
      tags: ['Replays'],
      params: replayParams,
      response: {
        200: described('The replay as it is then.', replayViewSchema),
        ...tenantProblems(400, 404, 409),
      },
    },
    async answer(api, request) {
      const id = replayOf(request);
      const changing = changeReplay(api, id, action);
      const replay = await orUnavailable(changing, 'The replay could not be changed. Try again.');
      request.outcome = { ...id, outcome: action };
      return replayView(replay);
    },
    examples: () => {
      const path = `${EXAMPLE_REPLAY}/${action}`;
      return [
        { name: 'changed', summary: 'Done', path },
        { name: 'replay_finished', summary: 'It has ended', path, state: 'replay_done' },
        ...commonReplayExamples(`/${action}`),
      ];
    },
  }),
);
