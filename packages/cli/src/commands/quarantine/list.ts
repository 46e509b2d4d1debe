import { QUARANTINE_DAYS, type QuarantineRow, quarantineRows } from '@switchyard/core/quarantine';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { count, formatBytes, formatTable, formatTime } from '../../format.ts';
import { quarantineCode, wholeNumber } from '../../input-schemas.ts';
import type { DeploymentContext } from '../../session.ts';

/** What was refused, newest first: nothing of what the sender wrote. */
async function listRefused(
  deployment: DeploymentContext,
  { limit, ...filter }: { readonly days: number; readonly code?: string | undefined; readonly limit: number },
) {
  const requests: QuarantineRow[] = [];
  let more = false;
  for await (const row of quarantineRows(deployment, filter)) {
    more = requests.length === limit;
    if (more) break;
    requests.push(row);
  }
  return { requests: requests.map(quarantineRowView), more };
}

export const quarantineRowView = ({ id, step, code, bodyBytes, request }: QuarantineRow) => ({
  id,
  received_at: request.receivedAt,
  route: request.route,
  step,
  code,
  body_bytes: bodyBytes,
});

export function quarantineListText({ requests, more }: Awaited<ReturnType<typeof listRefused>>): string {
  if (requests.length === 0) return 'No request is in quarantine.';
  return [
    formatTable(
      ['RECEIVED', 'ID', 'ROUTE', 'STEP', 'CODE', 'SIZE'],
      requests.map(({ received_at, id, route, step, code, body_bytes }) => [
        formatTime(received_at),
        id,
        route,
        step,
        code,
        formatBytes(body_bytes),
      ]),
    ),
    '',
    `${count(requests.length, 'request')}${more ? ', and there are older ones: raise --limit' : ''}.`,
  ].join('\n');
}

const MAX_LISTED = 1_000;

export const quarantineList = defineCommand({
  name: 'quarantine list',
  summary: 'when, route and why, newest first; nothing of what the sender wrote',
  input: z.object({
    days: wholeNumber(1, QUARANTINE_DAYS),
    code: quarantineCode.optional(),
    limit: wholeNumber(1, MAX_LISTED),
  }),
  options: {
    days: ['<count>', 'so many days back', String(QUARANTINE_DAYS)],
    code: ['<code>', 'only refused for this, such as signature_mismatch'],
    limit: ['<count>', 'at most so many', '50'],
  },
  examples: ['quarantine list', 'quarantine list --days 1 --code no_secret --json'],
  run: async ({ open }, input) => listRefused(await open(), input),
  text: quarantineListText,
});
