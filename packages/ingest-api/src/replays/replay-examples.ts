import { EXAMPLE_REPLAY_ID } from '../examples.ts';

export const EXAMPLE_REPLAY = `/v1/replays/${EXAMPLE_REPLAY_ID}`;

/** What each route of one replay answers when it is not there, or the tables are not. */
export const commonReplayExamples = (suffix = '') => [
  { name: 'params_invalid', summary: 'Not a replay id', path: `/v1/replays/1042${suffix}` },
  {
    name: 'replay_not_found',
    summary: 'Unknown, or not yours',
    path: `/v1/replays/rpl_06dp4zq8r0000000000000000a${suffix}`,
  },
  {
    name: 'unavailable',
    summary: 'The store did not answer',
    path: `${EXAMPLE_REPLAY}${suffix}`,
    state: 'store_down' as const,
  },
];
