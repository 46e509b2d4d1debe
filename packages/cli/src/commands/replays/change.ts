import { replayIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import { REPLAY_ACTIONS, type ReplayAction } from '@switchyard/core/replays/change-replay';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { askAboutReplays, replayText, theReplay } from '../../replays.ts';

const SUMMARIES = {
  pause: 'stop it where it is, until it is resumed',
  resume: 'let it go on where it was; one that seems stuck is set going anew',
  cancel: 'end it; what was started stays so',
} as const satisfies Record<ReplayAction, string>;

/** `replays pause`, `resume`, `cancel`: each may be repeated. */
export const replaysChange = REPLAY_ACTIONS.map((action) =>
  defineCommand({
    name: `replays ${action}`,
    summary: SUMMARIES[action],
    input: z.object({ tenantId: tenantIdSchema, replayId: replayIdSchema }),
    arguments: ['tenantId', 'replayId'],
    options: {},
    examples: [`replays ${action} acme rpl_06h03rpcrshnmfn6v148neygy8`],
    async run({ open }, { tenantId, replayId }) {
      const request = { action: `replay_${action}`, tenantId, replayId } as const;
      return theReplay(await askAboutReplays(await open(), request));
    },
    text: replayText,
  }),
);
