import { toIso } from '../clock.ts';
import { NotFoundError } from '../errors.ts';
import { retainUntil } from '../events/event.ts';
import { newStateId } from '../ids/ids.ts';
import { type BatchGetContext, batchGet } from '../tables/batch-get.ts';
import { ifConditionHolds, putIfAbsent } from '../tables/condition.ts';
import { EVENTS_LIST_INDEX, type EventsTable, isExpired } from '../tables/events-table.ts';
import { readEach } from '../tables/read-each.ts';
import { setFields } from '../tables/set-fields.ts';
import { type Replay, replaySchema } from './replay.ts';

export type ReplayId = { readonly tenantId: string; readonly replayId: string };

export const replaysPartition = (tenantId: string) => `TENANT#${tenantId}#REPLAYS`;

export const replayKey = ({ tenantId, replayId }: ReplayId) => ({
  pk: `TENANT#${tenantId}#REPLAY#${replayId}`,
  sk: 'REPLAY',
});

/** @returns false when there is one of this id */
export const putReplay = (table: EventsTable, replay: Replay): Promise<boolean> =>
  putIfAbsent(table, {
    ...replayKey(replay),
    listPk: replaysPartition(replay.tenantId),
    listSk: `${replay.createdAt}#${replay.replayId}`,
    ...replay,
  });

/** @returns undefined when there is none, or its time is over */
export async function readReplay(
  { documents, eventsTable, clock }: EventsTable,
  id: ReplayId,
): Promise<Replay | undefined> {
  const { Item } = await documents.get({ TableName: eventsTable, Key: replayKey(id), ConsistentRead: true });
  if (Item === undefined) return undefined;
  const replay = replaySchema.parse(Item);
  return isExpired(replay, clock()) ? undefined : replay;
}

/** @throws NotFoundError also when it is another tenant's: the key holds the tenant, so it cannot be reached */
export async function requireReplay(table: EventsTable, id: ReplayId): Promise<Replay> {
  const replay = await readReplay(table, id);
  if (replay === undefined) throw new NotFoundError('replay', id.replayId);
  return replay;
}

type Change = Partial<
  Pick<
    Replay,
    | 'state'
    | 'reason'
    | 'run'
    | 'step'
    | 'claimedBy'
    | 'page'
    | 'cursor'
    | 'walked'
    | 'firstAt'
    | 'scanned'
    | 'matched'
    | 'replayed'
    | 'skipped'
    | 'failed'
    | 'finishedAt'
  >
>;

/**
 * Changes a replay, provided that nobody has begun a step or changed its state since it was read; a field that is there
 * and undefined is removed. A write whose answer was lost is repeated by the SDK, and knows itself by its `writeId`.
 *
 * @param settles of the step that was read, whatever its state is by now, while its page is still there
 * @returns undefined when somebody else was faster: nothing was written
 */
export async function updateReplay(
  { documents, eventsTable, clock }: EventsTable,
  seen: Replay,
  change: Change,
  { settles = false }: { readonly settles?: boolean } = {},
): Promise<Replay | undefined> {
  const now = clock();
  const fields = { ...change, updatedAt: toIso(now), expiresAt: retainUntil(now) };
  const { expression, names, values } = setFields({ ...fields, writeId: newStateId() });
  const others = settles ? 'attribute_exists(#page)' : '#state = :seenState';
  const written = await ifConditionHolds(
    documents.update({
      TableName: eventsTable,
      Key: replayKey(seen),
      UpdateExpression: expression,
      // Without brackets, as in `putIfAbsent`.
      ConditionExpression: `#writeId = :writeId OR #run = :seenRun AND #step = :seenStep AND ${others}`,
      ExpressionAttributeNames: {
        ...names,
        '#run': 'run',
        '#step': 'step',
        ...(settles ? { '#page': 'page' } : { '#state': 'state' }),
      },
      ExpressionAttributeValues: {
        ...values,
        ':seenRun': seen.run,
        ':seenStep': seen.step,
        ...(settles ? {} : { ':seenState': seen.state }),
      },
    }),
  );
  return written ? { ...seen, ...fields } : undefined;
}

export type ReplayPage = {
  readonly replays: readonly Replay[];
  /** Where the next page begins; undefined at the end. */
  readonly next: string | undefined;
};

/** A tenant's replays, newest first. */
export async function listReplays(
  context: EventsTable & BatchGetContext,
  {
    tenantId,
    limit,
    after,
  }: { readonly tenantId: string; readonly limit: number; readonly after?: string | undefined },
): Promise<ReplayPage> {
  const { documents, eventsTable, clock } = context;
  const { Items = [], LastEvaluatedKey } = await documents.query({
    TableName: eventsTable,
    IndexName: EVENTS_LIST_INDEX,
    KeyConditionExpression: after === undefined ? 'listPk = :pk' : 'listPk = :pk AND listSk < :after',
    ExpressionAttributeValues: {
      ':pk': replaysPartition(tenantId),
      ...(after === undefined ? {} : { ':after': after }),
    },
    ScanIndexForward: false,
    Limit: limit,
  });
  const positions = Items.map(({ listSk }) => String(listSk));
  const keys = positions.map((position) => replayKey({ tenantId, replayId: position.split('#')[1] ?? '' }));
  const replays = readEach(replaySchema, await batchGet(context, eventsTable, keys));
  return {
    replays: replays.filter((replay) => !isExpired(replay, clock())),
    next: LastEvaluatedKey === undefined ? undefined : positions.at(-1),
  };
}
