import {
  type AnsweredReplay,
  type ReplayAnswer,
  replayAnswerSchema,
} from '@switchyard/dlq-processor/replay-answer';
import type { replayRequestSchema } from '@switchyard/dlq-processor/replay-request';
import type * as z from 'zod';
import type { DlqProcessor } from './dlq-processor.ts';
import { CommandError } from './errors.ts';
import { formatTable, formatTime } from './format.ts';
import { invokeFunction } from './invoke-function.ts';
import { follow } from './progress.ts';
import type { Session } from './session.ts';

export const askAboutReplays = (
  context: DlqProcessor,
  request: z.input<typeof replayRequestSchema>,
): Promise<ReplayAnswer> => invokeFunction(context, context.dlqProcessor, request, replayAnswerSchema);

/** Of an answer about one. */
export function theReplay({ replays }: ReplayAnswer): AnsweredReplay {
  const [replay] = replays;
  if (replay !== undefined) return replay;
  throw new CommandError('function_answer_malformed', 'The function answered without a replay.');
}

const POLL_MS = 1_000;
const WHOLE = 100;

/** Shows how far it comes until it stands still. It runs by itself: whoever leaves may look again later. */
export async function followReplay(
  { sleep, output }: Pick<Session, 'sleep' | 'output'>,
  deployment: DlqProcessor,
  replay: AnsweredReplay,
): Promise<AnsweredReplay> {
  const { tenant_id: tenantId, replay_id: replayId } = replay;
  const bar = output.progress(`Replay ${replayId}`, WHOLE);
  return follow(
    bar,
    async () => {
      let now = replay;
      let shown = 0;
      for (;;) {
        const reached = Math.floor(now.progress * WHOLE);
        bar.advance(reached - shown, progressText(now));
        shown = reached;
        if (now.state !== 'running') return now;
        await sleep(POLL_MS);
        now = theReplay(await askAboutReplays(deployment, { action: 'replay_show', tenantId, replayId }));
      }
    },
    (ended) => `It is ${ended.state}`,
  );
}

const progressText = ({ dry_run, matched, replayed, scanned }: AnsweredReplay): string =>
  dry_run ? `${matched} of ${scanned} match` : `${replayed} replayed`;

export function replayText(replay: AnsweredReplay): string {
  const { state, reason, dry_run, matched, replayed, skipped, failed } = replay;
  const lines = [
    `Replay ${replay.replay_id} of tenant ${replay.tenant_id} is ${state}${reason === null ? '' : ` (${reason})`}.`,
    dry_run
      ? `Dry run: ${matched.toLocaleString('en')} would be started.`
      : `Started ${replayed.toLocaleString('en')} of ${matched.toLocaleString('en')} that were found.`,
  ];
  if (skipped > 0) lines.push(`${skipped} moved on by themselves, or their event is gone.`);
  if (failed > 0) lines.push(`${failed} cannot be read; the worker's log says why.`);
  if (state === 'running')
    lines.push(`Watch it: \`replays show ${replay.tenant_id} ${replay.replay_id} --follow\`.`);
  if (state === 'paused')
    lines.push(`Let it go on: \`replays resume ${replay.tenant_id} ${replay.replay_id}\`.`);
  return lines.join('\n');
}

export const replaysText = (replays: readonly AnsweredReplay[]): string =>
  formatTable(
    ['REPLAY', 'TENANT', 'STATE', 'STATUS', 'ENDPOINT', 'MATCHED', 'REPLAYED', 'PROGRESS', 'CREATED'],
    replays.map((replay) => [
      replay.replay_id,
      replay.tenant_id,
      replay.reason === null ? replay.state : `${replay.state} (${replay.reason})`,
      replay.dry_run ? `${replay.status}, dry run` : replay.status,
      replay.endpoint_id ?? 'all',
      String(replay.matched),
      String(replay.replayed),
      `${Math.round(replay.progress * WHOLE)} %`,
      formatTime(replay.created_at),
    ]),
  );
