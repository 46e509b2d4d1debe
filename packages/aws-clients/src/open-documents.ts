import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Documents } from '@switchyard/core/tables';

/** Commands one by one, where the SDK's own `DynamoDBDocument` would bring those of SQL and transactions into the bundle. */
export function openDocuments(dynamoDb: DynamoDBClient): Documents {
  const client = translating(dynamoDb);
  return {
    get: (input) => client.send(new GetCommand(input)),
    put: (input) => client.send(new PutCommand(input)),
    update: (input) => client.send(new UpdateCommand(input)),
    delete: (input) => client.send(new DeleteCommand(input)),
    query: (input) => client.send(new QueryCommand(input)),
    scan: (input) => client.send(new ScanCommand(input)),
    batchGet: (input) => client.send(new BatchGetCommand(input)),
    batchWrite: (input) => client.send(new BatchWriteCommand(input)),
  };
}

/** For a function that reads single items: the other commands stay out of its bundle. */
export function openGet(dynamoDb: DynamoDBClient): Pick<Documents, 'get'> {
  const client = translating(dynamoDb);
  return { get: (input) => client.send(new GetCommand(input)) };
}

/** One way to translate items everywhere: an undefined property is an absent attribute. */
const translating = (dynamoDb: DynamoDBClient) =>
  DynamoDBDocumentClient.from(dynamoDb, { marshallOptions: { removeUndefinedValues: true } });
