import { endpointIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import {
  MAX_REPLAY_RATE,
  MAX_REPLAYED,
  MIN_REPLAY_RATE,
  replayedStatusSchema,
} from '@switchyard/core/replays';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { UsageError } from '../../errors.ts';
import { count } from '../../format.ts';
import {
  eventTypesSchema,
  flag,
  rateSchema,
  requireOneOf,
  timeSchema,
  wholeNumber,
} from '../../input-schemas.ts';
import { askAboutReplays, followReplay, replaysText, replayText, theReplay } from '../../replays.ts';

const RATE_ALLOWED = `must be from ${MIN_REPLAY_RATE} to ${MAX_REPLAY_RATE}`;
const STATUSES = replayedStatusSchema.options;

export const replaysStart = defineCommand({
  name: 'replays start',
  summary: 'deliver many again: all of a status, oldest first, each once',
  input: z.object({
    tenant: tenantIdSchema.optional(),
    allTenants: flag,
    status: z.enum(STATUSES, `must be one of ${STATUSES.join(', ')}`),
    endpoint: endpointIdSchema.optional(),
    types: eventTypesSchema.optional(),
    since: timeSchema.optional(),
    until: timeSchema.optional(),
    limit: wholeNumber(1, MAX_REPLAYED).optional(),
    rate: rateSchema
      .refine((rate) => rate >= MIN_REPLAY_RATE && rate <= MAX_REPLAY_RATE, RATE_ALLOWED)
      .optional(),
    dryRun: flag,
    key: z.string().min(1).max(255).optional(),
    follow: flag,
  }),
  options: {
    tenant: ['<tenant-id>', 'of this tenant'],
    allTenants: 'of each tenant that has any: a replay each',
    status: ['<status>', `${STATUSES.join(', ')}; MISSING: events that the endpoint never had`, 'DLQ'],
    endpoint: ['<endpoint-id>', 'only to this endpoint; needed for HELD and MISSING'],
    types: ['<types>', 'only these event types, with commas between'],
    since: ['<time>', 'of events accepted from then on'],
    until: ['<time>', 'and up to then'],
    limit: ['<count>', 'at most so many of a tenant'],
    rate: ['<per-second>', 'so many a second of a tenant; 10 if left out'],
    dryRun: 'only count',
    key: ['<text>', 'idempotency key: a repeat with the same one starts none twice'],
    follow: 'watch it until its end; Ctrl-C leaves it running',
  },
  examples: [
    'replays start --tenant acme --dry-run',
    'replays start --tenant acme --endpoint default --since 2026-03-02T07:00:00Z --rate 50 --follow',
    'replays start --all-tenants --key after-the-outage',
    'replays start --tenant acme --status MISSING --endpoint analytics',
  ],
  async run(session, { tenant, allTenants, endpoint, types, key, follow, ...input }) {
    requireOneOf({ '--tenant': tenant !== undefined, '--all-tenants': allTenants });
    if (follow && allTenants)
      throw new UsageError('--follow goes with --tenant: with several, show one after another.');
    const deployment = await session.open();
    const answer = await askAboutReplays(deployment, {
      action: 'replay_start',
      ...(tenant === undefined ? { allTenants: true } : { tenantId: tenant }),
      endpointId: endpoint,
      eventTypes: types,
      idempotencyKey: key,
      ...input,
    });
    if (!follow) return answer;
    return { ...answer, replays: [await followReplay(session, deployment, theReplay(answer))] };
  },
  text({ replays, refused, complete }) {
    const [only] = replays;
    if (only !== undefined && replays.length === 1 && refused.length === 0) return replayText(only);
    const lines = [replays.length === 0 ? 'Nothing matches.' : replaysText(replays)];
    for (const { tenant_id, message } of refused) lines.push(`None of tenant ${tenant_id}: ${message}`);
    if (!complete) lines.push('There was no time for all tenants: run it again with the same --key.');
    return `${lines.join('\n')}\n${count(replays.length, 'replay')}.`;
  },
  exitCode: ({ refused, complete, replays }) =>
    refused.length > 0 || !complete || replays.some(({ state }) => state === 'failed') ? 1 : 0,
});
