import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Documents } from '@switchyard/core/tables';
import {
  mapTables,
  startAndValues,
  toItem,
  toPlain,
  valuesOf,
  withAttributes,
  withItems,
} from './translate-items.ts';

/**
 * The SDK's document client does the same, but makes the chain of what a call passes through anew for each one, for it
 * refuses `cacheMiddleware`.
 */
export function openDocuments(client: DynamoDBClient): Documents {
  return {
    ...openGet(client),
    ...openUpdate(client),
    put: async ({ Item, ExpressionAttributeValues: values, ...input }) =>
      withAttributes(
        await client.send(new PutItemCommand({ ...input, Item: toItem(Item), ...valuesOf(values) })),
      ),
    delete: async ({ Key, ExpressionAttributeValues: values, ...input }) =>
      withAttributes(
        await client.send(new DeleteItemCommand({ ...input, Key: toItem(Key), ...valuesOf(values) })),
      ),
    query: async ({ ExclusiveStartKey, ExpressionAttributeValues: values, ...input }) =>
      withItems(
        await client.send(new QueryCommand({ ...input, ...startAndValues(ExclusiveStartKey, values) })),
      ),
    scan: async ({ ExclusiveStartKey, ExpressionAttributeValues: values, ...input }) =>
      withItems(
        await client.send(new ScanCommand({ ...input, ...startAndValues(ExclusiveStartKey, values) })),
      ),
    async batchGet({ RequestItems, ...input }) {
      const asked = mapTables(RequestItems, ({ Keys, ...of }) => ({ ...of, Keys: Keys?.map(toItem) }));
      const { Responses, UnprocessedKeys, ...output } = await client.send(
        new BatchGetItemCommand({ ...input, RequestItems: asked }),
      );
      return {
        ...output,
        Responses: mapTables(Responses, (items) => items.map(toPlain)),
        UnprocessedKeys: mapTables(UnprocessedKeys, ({ Keys, ...of }) => ({
          ...of,
          Keys: Keys?.map(toPlain),
        })),
      };
    },
    async batchWrite({ RequestItems, ...input }) {
      const asked = mapTables(RequestItems, (writes) =>
        writes.map(({ PutRequest: put, DeleteRequest: remove }) => ({
          ...(put === undefined ? {} : { PutRequest: { Item: toItem(put.Item) } }),
          ...(remove === undefined ? {} : { DeleteRequest: { Key: toItem(remove.Key) } }),
        })),
      );
      const {
        UnprocessedItems,
        ItemCollectionMetrics: _,
        ...output
      } = await client.send(new BatchWriteItemCommand({ ...input, RequestItems: asked }));
      return {
        ...output,
        UnprocessedItems: mapTables(UnprocessedItems, (writes) =>
          writes.map(({ PutRequest: put, DeleteRequest: remove }) => ({
            ...(put?.Item === undefined ? {} : { PutRequest: { Item: toPlain(put.Item) } }),
            ...(remove?.Key === undefined ? {} : { DeleteRequest: { Key: toPlain(remove.Key) } }),
          })),
        ),
      };
    },
  };
}

/** For a function that reads single items: the other commands stay out of its bundle. */
export function openGet(client: DynamoDBClient): Pick<Documents, 'get'> {
  return {
    async get({ Key, ...input }) {
      const { Item, ...output } = await client.send(new GetItemCommand({ ...input, Key: toItem(Key) }));
      return { ...output, ...(Item === undefined ? {} : { Item: toPlain(Item) }) };
    },
  };
}

/** The same for what changes single items. */
export function openUpdate(client: DynamoDBClient): Pick<Documents, 'update'> {
  return {
    update: async ({ Key, ExpressionAttributeValues: values, ...input }) =>
      withAttributes(
        await client.send(new UpdateItemCommand({ ...input, Key: toItem(Key), ...valuesOf(values) })),
      ),
  };
}
