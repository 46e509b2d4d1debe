import * as z from 'zod';
import { UnavailableError } from '../errors.ts';
import type { Documents } from './documents.ts';

export const itemKeySchema = z.object({ pk: z.string(), sk: z.string() });
export type ItemKey = z.infer<typeof itemKeySchema>;

/** What BatchGetItem takes. */
export const MAX_BATCH_GET = 100;

const MAX_VAIN_TRIES = 6;
const FIRST_WAIT_MS = 50;

export type BatchGetContext = {
  readonly documents: Documents;
  readonly sleep: (ms: number) => Promise<unknown>;
};

/**
 * Reads up to 100 items as they are at this moment, in the order of their keys; one that is gone is left out. DynamoDB
 * answers for 16 MB at a time, and for fewer while it is throttled: the rest is asked for again.
 *
 * @param projection names to read alone, pk and sk among them; absent: all
 * @throws UnavailableError
 */
export async function batchGet(
  { documents, sleep }: BatchGetContext,
  table: string,
  keys: readonly ItemKey[],
  projection?: string,
): Promise<Record<string, unknown>[]> {
  const found = new Map<string, Record<string, unknown>>();
  let wanted = [...keys];
  let vainTries = 0;
  while (wanted.length > 0) {
    const { Responses, UnprocessedKeys } = await documents.batchGet({
      RequestItems: { [table]: { Keys: wanted, ConsistentRead: true, ProjectionExpression: projection } },
    });
    for (const item of Responses?.[table] ?? []) found.set(idOf(itemKeySchema.parse(item)), item);
    const rest = z.array(itemKeySchema).parse(UnprocessedKeys?.[table]?.Keys ?? []);
    vainTries = rest.length < wanted.length ? 0 : vainTries + 1;
    if (vainTries === MAX_VAIN_TRIES) throw new UnavailableError(`The table ${table} is throttled.`);
    if (vainTries > 0) await sleep(FIRST_WAIT_MS * 2 ** vainTries);
    wanted = rest;
  }
  return keys.flatMap((key) => {
    const item = found.get(idOf(key));
    return item === undefined ? [] : [item];
  });
}

const idOf = ({ pk, sk }: ItemKey): string => `${pk}\n${sk}`;
