import * as z from 'zod';
import { UnavailableError } from '../errors.ts';
import { newStateId, replayIdSchema } from '../ids/ids.ts';
import { type BatchGetContext, batchGet } from '../tables/batch-get.ts';
import { ifConditionHolds } from '../tables/condition.ts';
import type { EventsTable } from '../tables/events-table.ts';
import { readEach } from '../tables/read-each.ts';
import { isFinished, MAX_UNFINISHED_REPLAYS, replaySchema } from './replay.ts';
import { ReplayError } from './replay-error.ts';
import { type ReplayId, replayKey, replaysPartition } from './replay-store.ts';

/** Whoever took a place and has made no replay by then never will: the request is over. */
const ABANDONED_AFTER_MS = 60_000;
const TRIES = 10;
const WAIT_MS = 20;

const placesSchema = z.object({
  version: z.string().optional(),
  taken: z.array(z.object({ replayId: replayIdSchema, atMs: z.number() })).default([]),
});
type Taken = z.infer<typeof placesSchema>['taken'];

/**
 * Takes one of the places that a tenant has for unfinished replays. Nobody gives one back: one is free once its replay
 * has finished.
 *
 * @throws ReplayError when there is none; UnavailableError
 */
export async function takeReplayPlace(
  context: EventsTable & BatchGetContext,
  { tenantId, replayId }: ReplayId,
): Promise<void> {
  const { documents, eventsTable, clock } = context;
  const Key = { pk: replaysPartition(tenantId), sk: 'UNFINISHED' };
  for (let tried = 0; tried < TRIES; tried += 1) {
    const { Item = {} } = await documents.get({ TableName: eventsTable, Key, ConsistentRead: true });
    const { version, taken } = placesSchema.parse(Item);
    const others = (await stillTaken(context, tenantId, taken)).filter(
      (place) => place.replayId !== replayId,
    );
    if (others.length >= MAX_UNFINISHED_REPLAYS) throw tooMany(tenantId, others);
    const mine = newStateId();
    const put = documents.put({
      TableName: eventsTable,
      Item: { ...Key, version: mine, taken: [...others, { replayId, atMs: clock() }] },
      ConditionExpression: `version = :mine OR ${version === undefined ? 'attribute_not_exists(pk)' : 'version = :seen'}`,
      ExpressionAttributeValues: { ':mine': mine, ...(version === undefined ? {} : { ':seen': version }) },
    });
    if (await ifConditionHolds(put)) return;
    await context.sleep(WAIT_MS * (tried + 1));
  }
  throw new UnavailableError('Other replays of this tenant are being started at this moment. Try again.');
}

async function stillTaken(
  context: EventsTable & BatchGetContext,
  tenantId: string,
  taken: Taken,
): Promise<Taken> {
  const keys = taken.map(({ replayId }) => replayKey({ tenantId, replayId }));
  const replays = readEach(replaySchema, await batchGet(context, context.eventsTable, keys));
  return taken.filter(({ replayId, atMs }) => {
    const replay = replays.find((found) => found.replayId === replayId);
    return replay === undefined ? context.clock() - atMs < ABANDONED_AFTER_MS : !isFinished(replay);
  });
}

const tooMany = (tenantId: string, taken: Taken) =>
  new ReplayError(
    'too_many_replays',
    `Tenant ${tenantId} has ${taken.length} replays that are running or paused, and ${MAX_UNFINISHED_REPLAYS} are allowed: ${taken.map(({ replayId }) => replayId).join(', ')}. Cancel one, or wait for its end.`,
  );
