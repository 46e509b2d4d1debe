import { toIso } from '../clock.ts';
import { CONTROL_MESSAGE } from '../deliveries/control-message-name.ts';
import { type ControlQueue, sendControl } from '../deliveries/delivery-queue.ts';
import { holdReason } from '../endpoints/endpoint-state.ts';
import { requireEndpoint } from '../endpoints/require-endpoint.ts';
import { UnavailableError } from '../errors.ts';
import { retainUntil } from '../events/event.ts';
import { newId, newStateId, replayIdFromIdempotencyKey } from '../ids/ids.ts';
import { type FindMatchesContext, findMatches } from './find-matches.ts';
import { DEFAULT_REPLAY_RATE, MAX_REPLAYED, type Replay, type ReplayFilter } from './replay.ts';
import { fieldMismatch, ReplayError } from './replay-error.ts';
import { takeReplayPlace } from './replay-place.ts';
import { putReplay, readReplay } from './replay-store.ts';
import { readTargets } from './replay-targets.ts';

export type StartReplayContext = FindMatchesContext & ControlQueue;

export type StartReplayInput = {
  readonly tenantId: string;
  readonly status: ReplayFilter['status'];
  readonly endpointId?: string | undefined;
  readonly eventTypes?: readonly string[] | undefined;
  /** Times of acceptance. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly limit?: number | undefined;
  readonly rate?: number | undefined;
  readonly dryRun?: boolean | undefined;
  readonly idempotencyKey?: string | undefined;
  /** Where nothing matches, none is kept. */
  readonly unlessEmpty?: boolean;
};

export type StartedReplay = { readonly replay: Replay; readonly repeated: boolean };

/** Lets what is being written be read. */
const FIRST_STEP_MS = 1_000;

/**
 * Starts a replay; the first page is looked at here, so that one that matches nothing, and a dry run of little, are done
 * at once. The message of its first step is sent before the replay is written: after a crash in between it is stale,
 * never missing, and the caller's repeat makes the replay.
 *
 * @throws NotFoundError, EndpointError, ReplayError: nothing was started
 * @throws UnavailableError: ask again, with the same idempotency key
 */
export async function startReplay(
  context: StartReplayContext,
  input: StartReplayInput,
): Promise<StartedReplay> {
  const asked = newReplay(context, input);
  if (input.idempotencyKey !== undefined) {
    const existing = await readReplay(context, asked);
    if (existing !== undefined) return repeat(existing, asked);
  }
  await requireTarget(context, asked);
  const replay = await lookAtFirstPage(context, asked);
  if (replay.state === 'running') {
    await takeReplayPlace(context, replay);
    await sendControl(context, {
      schema: CONTROL_MESSAGE,
      kind: 'replay',
      tenantId: replay.tenantId,
      id: replay.run,
      replayId: replay.replayId,
      step: 1,
      notBefore: context.clock() + FIRST_STEP_MS,
    });
  }
  if (input.unlessEmpty && replay.reason === 'nothing_matched') return { replay, repeated: false };
  if (await putReplay(context, replay)) return { replay, repeated: false };
  const existing = await readReplay(context, replay);
  if (existing === undefined) throw new UnavailableError('The replay could not be stored. Try again.');
  return repeat(existing, asked);
}

function newReplay({ clock }: StartReplayContext, input: StartReplayInput): Replay {
  const { tenantId, idempotencyKey, eventTypes, ...given } = input;
  const now = clock();
  const createdAt = toIso(now);
  const replayId =
    idempotencyKey === undefined ? newId('rpl', now) : replayIdFromIdempotencyKey(tenantId, idempotencyKey);
  const { limit = MAX_REPLAYED, rate = DEFAULT_REPLAY_RATE, dryRun = false, status, endpointId } = given;
  const since = given.since === undefined ? undefined : toIso(Date.parse(given.since));
  const until = toIso(Math.min(now, given.until === undefined ? now : Date.parse(given.until)));
  if (since !== undefined && since > until)
    throw fieldMismatch('since', `${since} must not be later than until, which is ${until}`);
  return {
    tenantId,
    replayId,
    filter: {
      status,
      endpointId,
      eventTypes: eventTypes === undefined ? undefined : [...eventTypes],
      since,
      until,
    },
    limit,
    rate,
    dryRun,
    request: JSON.stringify([status, endpointId, eventTypes, given.since, given.until, limit, rate, dryRun]),
    state: 'running',
    run: newStateId(),
    step: 0,
    ...{ scanned: 0, matched: 0, replayed: 0, skipped: 0, failed: 0 },
    createdAt,
    updatedAt: createdAt,
    expiresAt: retainUntil(now),
  };
}

async function requireTarget(context: StartReplayContext, { tenantId, filter }: Replay): Promise<void> {
  const { status, endpointId } = filter;
  if (endpointId === undefined) {
    if (status !== 'HELD' && status !== 'MISSING') return;
    throw fieldMismatch('endpoint_id', `is needed for the status ${status}`);
  }
  const endpoint = await requireEndpoint(context, { tenantId, endpointId });
  const reason = holdReason(endpoint);
  if (status !== 'HELD' || reason === undefined) return;
  throw new ReplayError(
    'endpoint_holds',
    `What is held for endpoint ${endpointId} would be held again (${reason}). Once it is back in service, all of it is sent by itself.`,
  );
}

/** A dry run goes on from there; any other begins there again, in its first step. */
async function lookAtFirstPage(context: StartReplayContext, asked: Replay): Promise<Replay> {
  const { tenantId, filter, limit } = asked;
  const targets = await readTargets(context, tenantId, filter);
  // It was there a moment ago: the first step says what became of it.
  if (typeof targets === 'string') return asked;
  const { page, scanned, cursor, walked, firstAt } = await findMatches(context, asked, targets, limit);
  const matched = page.length;
  const isAll = walked || matched >= limit;
  if (!asked.dryRun && (!walked || matched > 0)) return { ...asked, firstAt };
  const seen: Replay = { ...asked, scanned, matched, cursor, walked, firstAt };
  return isAll ? { ...seen, ...endOf(seen), state: 'done', finishedAt: asked.createdAt } : seen;
}

/** Why a replay that has come to its end did. */
export const endOf = ({ matched, limit, walked }: Replay): Pick<Replay, 'reason'> => {
  if (matched === 0) return { reason: 'nothing_matched' };
  return matched >= limit && !walked ? { reason: 'limit_reached' } : {};
};

function repeat(existing: Replay, asked: Replay): StartedReplay {
  if (existing.request === asked.request) return { replay: existing, repeated: true };
  throw new ReplayError(
    'idempotency_conflict',
    `This Idempotency-Key was already used for replay ${existing.replayId} with a different body. Send the same body again, or use a new key for a new replay.`,
  );
}
