import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { openDocuments } from '@switchyard/aws-clients';
import { startDynamodbServer } from '@switchyard/aws-local/testing';
import type { Documents } from '@switchyard/core/tables';
import { createTestTable } from '@switchyard/core/testing';

export const TABLE = 'Events';
export type Item = Readonly<Record<string, unknown>>;

let client: DynamoDBClient;
let stop: () => Promise<void>;

/** Starts the emulator before the tests of a file and stops it after them. */
export function useEmulator(): void {
  beforeAll(async () => {
    const emulator = await startDynamodbServer();
    stop = emulator.stop;
    client = new DynamoDBClient({
      endpoint: emulator.url,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    });
    await createEventsTable();
  });
  afterAll(async () => {
    client.destroy();
    await stop();
  });
}

async function createEventsTable(): Promise<void> {
  const index = (name: string) => ({
    IndexName: name,
    KeySchema: keySchema(`${name}Pk`, `${name}Sk`),
    Projection: { ProjectionType: 'KEYS_ONLY' as const },
  });
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keySchema('pk', 'sk'),
      AttributeDefinitions: ['pk', 'sk', 'listPk', 'listSk', 'attentionPk', 'attentionSk'].map((name) => ({
        AttributeName: name,
        AttributeType: 'S' as const,
      })),
      GlobalSecondaryIndexes: [index('list'), index('attention')],
    }),
  );
}

const keySchema = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
];

let calls = 0;

/**
 * Asks the emulator and the table in memory the same, in the same order, and expects the same answers. Each call gets
 * a partition of its own, for the emulator's table is one for all tests.
 *
 * @returns what both said
 */
export async function askBoth(
  stored: readonly Item[],
  ask: (documents: Documents, pk: string) => Promise<unknown>,
): Promise<unknown> {
  calls += 1;
  const pk = `p${calls}`;
  const answers: unknown[] = [];
  for (const documents of [openDocuments(client), createTestTable().documents]) {
    for (const item of stored) await documents.put({ TableName: TABLE, Item: { pk, sk: 's', ...item } });
    const asked = await answerOf(() => ask(documents, pk));
    const { Items } = await documents.query({
      TableName: TABLE,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
    });
    answers.push(plain({ asked, left: Items }));
  }
  const [emulator, memory] = answers;
  expect(memory).toEqual(emulator);
  return memory;
}

/** An error is an answer too: its name is what the code goes by. */
async function answerOf(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    return error instanceof Error ? { error: error.name } : error;
  }
}

/** Without what only one of them gives: metadata, and counts of what is in the answer anyway. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const dropped = ['$metadata', 'Count', 'ScannedCount'];
  const kept = Object.entries(value).filter(([name, each]) => !dropped.includes(name) && each !== undefined);
  return Object.fromEntries(kept.map(([name, each]) => [name, plain(each)]));
}

export const REFUSED = { error: 'ConditionalCheckFailedException' };
export const INVALID = { error: 'ValidationException' };
