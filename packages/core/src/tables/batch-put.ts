import * as z from 'zod';
import type { Clock } from '../clock.ts';
import { chunksOf, inParallel } from '../in-parallel.ts';
import { type ItemKey, itemKeySchema } from './batch-get.ts';
import type { Documents } from './documents.ts';

/** What BatchWriteItem takes. */
const MAX_BATCH_PUT = 25;
/** Of four at once, each waits for its own answer: a hundred items are one round. */
const AT_ONCE = 4;
const MAX_VAIN_TRIES = 5;
const FIRST_WAIT_MS = 50;

export type BatchPutContext = {
  readonly documents: Documents;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly clock: Clock;
};

export type Unwritten<Item> = {
  readonly item: Item;
  /** What its call failed with; undefined: DynamoDB left it undone. */
  readonly cause: unknown;
};

const unprocessedSchema = z.array(z.object({ PutRequest: z.object({ Item: itemKeySchema }) }));

/**
 * Writes many items, each over what was there: for items that nobody else writes, since DynamoDB takes no condition
 * here. What it leaves undone while it is throttled is asked for again.
 *
 * @param giveUpAt from this time on nothing more is asked for
 * @returns those that, as far as is known, were not written
 */
export async function batchPut<Item extends ItemKey>(
  context: BatchPutContext,
  table: string,
  items: readonly Item[],
  giveUpAt: number,
): Promise<Unwritten<Item>[]> {
  const chunks = chunksOf(items, MAX_BATCH_PUT);
  const left = await inParallel(chunks, AT_ONCE, (chunk) => putChunk(context, table, chunk, giveUpAt));
  return left.flat();
}

async function putChunk<Item extends ItemKey>(
  { documents, sleep, clock }: BatchPutContext,
  table: string,
  items: readonly Item[],
  giveUpAt: number,
): Promise<readonly Unwritten<Item>[]> {
  let wanted = items;
  let left: readonly Unwritten<Item>[] = items.map((item) => ({ item, cause: undefined }));
  for (let vainTries = 0; ; ) {
    if (clock() >= giveUpAt) return left;
    left = await putOnce(documents, table, wanted);
    vainTries = left.length < wanted.length ? 0 : vainTries + 1;
    if (left.length === 0 || vainTries === MAX_VAIN_TRIES) return left;
    wanted = left.map(({ item }) => item);
    await sleep(FIRST_WAIT_MS * 2 ** vainTries);
  }
}

/** @returns those that were left undone; all of them when the call failed, as it does when all are throttled */
async function putOnce<Item extends ItemKey>(
  documents: Documents,
  table: string,
  items: readonly Item[],
): Promise<readonly Unwritten<Item>[]> {
  try {
    const { UnprocessedItems } = await documents.batchWrite({
      RequestItems: { [table]: items.map((item) => ({ PutRequest: { Item: { ...item } } })) },
    });
    const left = unprocessedSchema.parse(UnprocessedItems?.[table] ?? []);
    const keys = new Set(left.map(({ PutRequest }) => idOf(PutRequest.Item)));
    return items.filter((item) => keys.has(idOf(item))).map((item) => ({ item, cause: undefined }));
  } catch (cause) {
    return items.map((item) => ({ item, cause }));
  }
}

const idOf = ({ pk, sk }: ItemKey): string => `${pk}\n${sk}`;
