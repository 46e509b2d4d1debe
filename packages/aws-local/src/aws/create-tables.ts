import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { StackResource } from '../template/load-stack.ts';
import { clientOptions, OPERATOR_ACCESS_KEY_ID } from './client-options.ts';

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const index = z.object({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.object({
    ProjectionType: z.enum(['ALL', 'INCLUDE', 'KEYS_ONLY']).default('ALL'),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});

const tableSchema = z.object({
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z.array(index).optional(),
  LocalSecondaryIndexes: z.array(index).optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
});

export async function createTables(
  endpoint: string,
  region: string,
  tables: readonly StackResource[],
): Promise<void> {
  const client = new DynamoDBClient(clientOptions(endpoint, region, OPERATOR_ACCESS_KEY_ID));
  try {
    await Promise.all(tables.map((table) => createTable(client, table)));
  } finally {
    client.destroy();
  }
}

async function createTable(client: DynamoDBClient, table: StackResource): Promise<void> {
  const { TimeToLiveSpecification: timeToLive, ...properties } = tableSchema.parse(table.properties());
  const TableName = table.identity.name;
  // Capacity is not modelled: on-demand, whatever the template says. zod's `| undefined` is what the SDK ignores.
  const input = { ...properties, TableName, BillingMode: 'PAY_PER_REQUEST' } as CreateTableCommandInput;
  try {
    await client.send(new CreateTableCommand(input));
  } catch (error) {
    // A database that outlives the stack already has it.
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { TableName });
  if (timeToLive?.Enabled) {
    // dynalite has no such API, and others refuse to enable it twice; code never relies on TTL having run.
    await client
      .send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: timeToLive }))
      .catch(() => undefined);
  }
}

/** Looks up a table's partition key attribute by the table's name. */
export function createPartitionKeys(tables: readonly StackResource[]) {
  const attributes = new Map(
    tables.map((table) => {
      const { KeySchema } = tableSchema.parse(table.properties());
      return [table.identity.name, KeySchema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName];
    }),
  );
  return (tableName: string): string | undefined => attributes.get(tableName);
}
