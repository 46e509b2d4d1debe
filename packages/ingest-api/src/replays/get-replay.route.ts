import { orUnavailable } from '@switchyard/core/errors';
import { described } from '@switchyard/core/http';
import { replayView, requireReplay } from '@switchyard/core/replays';
import { tenantProblems, tenantRoute } from '../api.ts';
import { commonReplayExamples, EXAMPLE_REPLAY } from './replay-examples.ts';
import { replayOf, replayParams, replayViewSchema } from './replay-response.ts';

export const getReplayRoute = tenantRoute({
  method: 'GET',
  path: '/v1/replays/{replay_id}',
  portal: 'read',
  schema: {
    operationId: 'getReplay',
    summary: 'Read a replay',
    description: 'How far it has come, and what became of what it found.',
    tags: ['Replays'],
    params: replayParams,
    response: { 200: described('The replay.', replayViewSchema), ...tenantProblems(400, 404) },
  },
  async answer(api, request) {
    const reading = requireReplay(api, replayOf(request));
    return replayView(await orUnavailable(reading, 'The replay could not be read. Try again.'));
  },
  examples: () => [
    { name: 'running', summary: 'On its way', path: EXAMPLE_REPLAY },
    { name: 'done', summary: 'At its end', path: EXAMPLE_REPLAY, state: 'replay_done' },
    ...commonReplayExamples(),
  ],
});
