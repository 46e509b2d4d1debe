import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { isObject } from '../json.ts';
import type { StackResource } from '../template/load-stack.ts';
import { type Backend, callBackend, RefusedCallError } from './backend.ts';

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

const STATUS_POLL_MS = 20;

export async function createTables(dynamodb: Backend, tables: readonly StackResource[]): Promise<void> {
  await Promise.all(tables.map((table) => createTable(dynamodb, table)));
}

async function createTable(dynamodb: Backend, table: StackResource): Promise<void> {
  const { TimeToLiveSpecification, ...properties } = tableSchema.parse(table.properties());
  const TableName = table.identity.name;
  try {
    // Capacity is not modelled: on-demand, whatever the template says.
    await callBackend(dynamodb, 'CreateTable', { ...properties, TableName, BillingMode: 'PAY_PER_REQUEST' });
  } catch (error) {
    // A database that outlives the stack already has it.
    if (!(error instanceof RefusedCallError) || error.name !== 'ResourceInUseException') throw error;
  }
  while (!(await isActive(dynamodb, TableName))) await sleep(STATUS_POLL_MS);
  if (TimeToLiveSpecification?.Enabled) {
    // dynalite has no such API, and others refuse to enable it twice; code never relies on TTL having run.
    await callBackend(dynamodb, 'UpdateTimeToLive', { TableName, TimeToLiveSpecification }).catch(
      () => undefined,
    );
  }
}

async function isActive(dynamodb: Backend, TableName: string): Promise<boolean> {
  const { Table } = await callBackend(dynamodb, 'DescribeTable', { TableName });
  return isObject(Table) && Table.TableStatus === 'ACTIVE';
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
