import { replayIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { flag } from '../../input-schemas.ts';
import { askAboutReplays, followReplay, replayText, theReplay } from '../../replays.ts';

export const replaysShow = defineCommand({
  name: 'replays show',
  summary: 'how far a replay is, and what became of what it found',
  input: z.object({ tenantId: tenantIdSchema, replayId: replayIdSchema, follow: flag }),
  arguments: ['tenantId', 'replayId'],
  options: { follow: 'watch it until its end; Ctrl-C leaves it running' },
  examples: ['replays show acme rpl_06h03rpcrshnmfn6v148neygy8 --follow'],
  async run(session, { tenantId, replayId, follow }) {
    const deployment = await session.open();
    const request = { action: 'replay_show', tenantId, replayId } as const;
    const replay = theReplay(await askAboutReplays(deployment, request));
    return follow ? followReplay(session, deployment, replay) : replay;
  },
  text: replayText,
  exitCode: ({ state }) => (state === 'failed' ? 1 : 0),
});
