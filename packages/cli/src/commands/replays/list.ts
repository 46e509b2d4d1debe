import { tenantIdSchema } from '@switchyard/core/ids';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { wholeNumber } from '../../input-schemas.ts';
import { askAboutReplays, replaysText } from '../../replays.ts';

export const replaysList = defineCommand({
  name: 'replays list',
  summary: 'its replays of the last 30 days, newest first',
  input: z.object({ tenantId: tenantIdSchema, max: wholeNumber(1, 100) }),
  arguments: ['tenantId'],
  options: { max: ['<count>', 'at most so many', '20'] },
  examples: ['replays list acme', 'replays list acme --max 100 --json'],
  async run({ open }, { tenantId, max }) {
    const request = { action: 'replay_list', tenantId, limit: max } as const;
    const { replays, next } = await askAboutReplays(await open(), request);
    return { tenant_id: tenantId, replays, complete: next === undefined };
  },
  text({ replays, complete }) {
    if (replays.length === 0) return 'No replays. Start one with `replays start`.';
    return `${replaysText(replays)}${complete ? '' : '\nThere are more: raise --max.'}`;
  },
});
