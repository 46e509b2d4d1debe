import type { Replay } from '@switchyard/core/replays';
import { TENANT_ID } from '@switchyard/core/testing';
import { EXAMPLE_REPLAY_ID } from '../src/examples.ts';

/** Dead letters of an outage of two hours, half way. */
export const exampleReplay: Replay = {
  tenantId: TENANT_ID,
  replayId: EXAMPLE_REPLAY_ID,
  filter: {
    status: 'DLQ',
    endpointId: 'warehouse',
    since: '2026-03-02T07:00:00.000Z',
    until: '2026-03-02T09:00:00.000Z',
  },
  limit: 1_000_000,
  rate: 10,
  dryRun: false,
  request: '[]',
  state: 'running',
  run: 'r1',
  step: 12,
  claimedBy: 'm12',
  cursor: '2026-03-02T08:00:12.004Z#evt_06dp4zq8r0000000000000000a#warehouse',
  walked: false,
  firstAt: '2026-03-02T07:02:40.117Z',
  scanned: 120,
  matched: 120,
  replayed: 119,
  skipped: 1,
  failed: 0,
  createdAt: '2026-03-02T11:38:02.310Z',
  updatedAt: '2026-03-02T11:38:14.911Z',
  expiresAt: 1_775_043_600,
};

export const exampleReplayDone: Replay = {
  ...exampleReplay,
  state: 'done',
  walked: true,
  scanned: 231,
  matched: 231,
  replayed: 230,
  updatedAt: '2026-03-02T11:38:26.204Z',
  finishedAt: '2026-03-02T11:38:26.204Z',
};
