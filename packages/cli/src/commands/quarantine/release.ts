import { QUARANTINE_DAYS, type QuarantineRow, quarantineRows } from '@switchyard/core/quarantine';
import * as z from 'zod';
import { releaseCallback } from '../../callback-spool.ts';
import { defineCommand } from '../../define-command.ts';
import { CommandError, UsageError } from '../../errors.ts';
import { explainError } from '../../explain-error.ts';
import { explainReason } from '../../explain-reason.ts';
import { count, formatTable } from '../../format.ts';
import { flag, quarantineCode, quarantineId } from '../../input-schemas.ts';
import { FUNCTION_FAILED } from '../../invoke-function.ts';
import type { Output } from '../../output.ts';
import { follow } from '../../progress.ts';
import type { DeploymentContext } from '../../session.ts';

export type ReleaseContext = {
  readonly deployment: DeploymentContext;
  readonly output: Pick<Output, 'progress'>;
};

export type QuarantineSelection =
  | { readonly ids: readonly string[] }
  | { readonly all: true; readonly code?: string | undefined };

type Released = {
  readonly id: string;
  readonly received_at?: string;
  readonly released: boolean;
  /** `accepted`, or `no_match`: no message of ours matches the provider's report. */
  readonly result?: string;
  readonly reason?: string;
  readonly detail?: string;
};

/** @throws UsageError unless the command line says which in one way */
export function parseSelection(input: {
  readonly ids: readonly string[];
  readonly all: boolean;
  readonly code?: string | undefined;
}): QuarantineSelection {
  const { ids, all, code } = input;
  if (all === ids.length > 0) throw new UsageError('Give the ids of requests, or --all, and not both.');
  if (all) return { all, code };
  if (code !== undefined) throw new UsageError('--code goes with --all, not with ids.');
  return { ids: [...new Set(ids)] };
}

/**
 * Has quarantined requests verified again, with the secrets and the URL of now, and processed when they are genuine:
 * oldest first, as they came, because the order of messages is kept.
 */
async function releaseSelected(context: ReleaseContext, selection: QuarantineSelection) {
  const rows = await follow(
    context.output.progress('Looking through the quarantine'),
    () => find(context.deployment, selection),
    (found) => `${count(found.length, 'request')} found`,
  );
  const results = [...missing(selection, rows), ...(await releaseEach(context, rows))];
  return {
    released: results.filter(({ released }) => released).length,
    not_released: results.filter(({ released }) => !released).length,
    results,
  };
}

async function find(deployment: DeploymentContext, selection: QuarantineSelection): Promise<QuarantineRow[]> {
  const wanted = 'ids' in selection ? new Set(selection.ids) : undefined;
  const code = 'ids' in selection ? undefined : selection.code;
  const rows: QuarantineRow[] = [];
  for await (const row of quarantineRows(deployment, { days: QUARANTINE_DAYS, code })) {
    if (wanted !== undefined && !wanted.delete(row.id)) continue;
    rows.push(row);
    if (wanted?.size === 0) break;
  }
  return rows.reverse();
}

function missing(selection: QuarantineSelection, rows: readonly QuarantineRow[]): Released[] {
  if (!('ids' in selection)) return [];
  const found = new Set(rows.map(({ id }) => id));
  return selection.ids
    .filter((id) => !found.has(id))
    .map((id) => ({ id, released: false, reason: 'not_found' }));
}

async function releaseEach(
  { deployment, output }: ReleaseContext,
  rows: readonly QuarantineRow[],
): Promise<Released[]> {
  if (rows.length === 0) return [];
  const bar = output.progress('Releasing', rows.length);
  const results: Released[] = [];
  await follow(
    bar,
    async () => {
      for (const row of rows) {
        results.push(
          await release(deployment, row).catch((error: unknown) => {
            throw interrupted(error, results.length, rows.length);
          }),
        );
        bar.advance(1, `${results.length} of ${rows.length}`);
      }
    },
    () => 'Done',
  );
  return results;
}

async function release(
  deployment: DeploymentContext,
  { id, request: { receivedAt } }: QuarantineRow,
): Promise<Released> {
  const it = { id, received_at: receivedAt };
  try {
    return { ...it, ...(await releaseCallback(deployment, { receivedAt, id })) };
  } catch (error) {
    // One that cannot be processed does not keep the others in quarantine.
    if (!(error instanceof CommandError) || error.code !== FUNCTION_FAILED) throw error;
    return { ...it, released: false, reason: FUNCTION_FAILED, detail: error.message };
  }
}

function interrupted(error: unknown, done: number, total: number): unknown {
  if (done === 0) return error;
  const { code, message } = explainError(error);
  return new CommandError(code, `After ${done} of ${total}: ${message}`, error);
}

export function quarantineReleaseText({
  released,
  not_released,
  results,
}: Awaited<ReturnType<typeof releaseSelected>>): string {
  if (results.length === 0) return 'No request is in quarantine.';
  const lines = [`Released ${count(released, 'request')}.`];
  const unmatched = results.filter(({ result }) => result === 'no_match').length;
  if (unmatched > 0)
    lines.push(`${unmatched} of them matched no message of ours, so nothing follows from them.`);
  if (not_released === 0) return lines.join('\n');
  const refused = results.filter((each) => !each.released);
  lines.push(
    '',
    `${count(not_released, 'request')} not released:`,
    '',
    formatTable(
      ['ID', 'REASON'],
      refused.map(({ id, reason = '', detail }) => [
        id,
        [reason, detail ?? explainReason(reason)].filter((part) => part !== undefined).join(': '),
      ]),
    ),
  );
  return lines.join('\n');
}

export const quarantineRelease = defineCommand({
  name: 'quarantine release',
  summary: 'verify again, with the secrets and URL of now, and process what is genuine',
  input: z.object({ id: z.array(quarantineId), all: flag, code: quarantineCode.optional() }),
  arguments: ['id'],
  options: {
    all: 'all of the last 7 days',
    code: ['<code>', 'with --all: only refused for this'],
  },
  examples: [
    'quarantine release 5d0c9e0e-8f5c-4a51-9a34-2f6f7f8a1c11',
    'quarantine release --all --code signature_mismatch',
  ],
  async run({ open, output }, { id: ids, all, code }) {
    const selection = parseSelection({ ids, all, code });
    return releaseSelected({ deployment: await open(), output }, selection);
  },
  text: quarantineReleaseText,
  exitCode: ({ not_released }) => (not_released > 0 ? 1 : 0),
});
