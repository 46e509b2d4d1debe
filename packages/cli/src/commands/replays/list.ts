import { tenantIdSchema } from '@switchyard/core/ids';
import { inParallel } from '@switchyard/core/in-parallel';
import { listReplays, replayView } from '@switchyard/core/replays';
import { listAllKeys } from '@switchyard/core/tenants';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { wholeNumber } from '../../input-schemas.ts';
import { askAboutReplays, replaysText } from '../../replays.ts';
import type { DeploymentContext } from '../../session.ts';

const AT_ONCE = 10;

export const replaysList = defineCommand({
  name: 'replays list',
  summary: 'replays of the last 30 days, newest first: of a tenant, or of all',
  input: z.object({ tenantId: tenantIdSchema.optional(), max: wholeNumber(1, 100) }),
  arguments: ['tenantId'],
  options: { max: ['<count>', 'at most so many', '20'] },
  examples: ['replays list', 'replays list acme', 'replays list acme --max 100 --json'],
  async run({ open }, { tenantId, max }) {
    const deployment = await open();
    if (tenantId === undefined) return listOfAll(deployment, max);
    const request = { action: 'replay_list', tenantId, limit: max } as const;
    const { replays, next } = await askAboutReplays(deployment, request);
    return { tenant_id: tenantId, replays, complete: next === undefined };
  },
  text({ replays, complete }) {
    if (replays.length === 0) return 'No replays. Start one with `replays start`.';
    return `${replaysText(replays)}${complete ? '' : '\nThere are more: raise --max.'}`;
  },
});

/** A query for each tenant: for a person who asks, never for a request. */
async function listOfAll(deployment: DeploymentContext, max: number) {
  const tenantIds = [...new Set((await listAllKeys(deployment)).map(({ tenantId }) => tenantId))];
  const pages = await inParallel(tenantIds, AT_ONCE, (tenantId) =>
    listReplays(deployment, { tenantId, limit: max }),
  );
  const found = pages
    .flatMap(({ replays }) => replays)
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  return {
    tenant_id: null,
    replays: found.slice(0, max).map((replay) => ({ tenant_id: replay.tenantId, ...replayView(replay) })),
    complete: found.length <= max && pages.every(({ next }) => next === undefined),
  };
}
