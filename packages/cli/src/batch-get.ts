import { UnavailableError } from '@switchyard/core/errors';
import type { Documents } from '@switchyard/core/tables';
import * as z from 'zod';

export const keySchema = z.object({ pk: z.string(), sk: z.string() });
export type Key = z.infer<typeof keySchema>;

/** What BatchGetItem takes. */
export const MAX_BATCH = 100;

const MAX_VAIN_TRIES = 7;
const FIRST_WAIT_MS = 50;

export type BatchGetDeps = {
  readonly documents: Documents;
  readonly tableName: string;
  readonly sleep: (ms: number) => Promise<unknown>;
};

/**
 * Reads up to 100 items, in the order of their keys; one that is gone is left out. DynamoDB answers for 16 MB at a
 * time, and for fewer while it is throttled: the rest is asked for again.
 *
 * @throws UnavailableError
 */
export function createBatchGet({ documents, tableName, sleep }: BatchGetDeps) {
  return async (keys: readonly Key[]): Promise<Record<string, unknown>[]> => {
    const found = new Map<string, Record<string, unknown>>();
    let wanted = [...keys];
    let vainTries = 0;
    while (wanted.length > 0) {
      const { Responses, UnprocessedKeys } = await documents.batchGet({
        RequestItems: { [tableName]: { Keys: wanted, ConsistentRead: true } },
      });
      for (const item of Responses?.[tableName] ?? []) found.set(idOf(keySchema.parse(item)), item);
      const rest = z.array(keySchema).parse(UnprocessedKeys?.[tableName]?.Keys ?? []);
      vainTries = rest.length < wanted.length ? 0 : vainTries + 1;
      if (vainTries === MAX_VAIN_TRIES) throw new UnavailableError(`The table ${tableName} is throttled.`);
      if (vainTries > 0) await sleep(FIRST_WAIT_MS * 2 ** vainTries);
      wanted = rest;
    }
    return keys.flatMap((key) => {
      const item = found.get(idOf(key));
      return item === undefined ? [] : [item];
    });
  };
}

const idOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;
