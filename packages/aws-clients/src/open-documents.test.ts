import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import type { Documents } from '@switchyard/core/tables';
import { AWS_CLIENT_DEFAULTS } from './client-defaults.ts';
import { leanClient } from './lean-client.ts';
import { openDocuments } from './open-documents.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** A DynamoDB that answers with what `answer` gives, or never. */
async function withDynamoDb(
  answer: (body: string) => string | undefined,
  run: (endpoint: string) => Promise<void>,
): Promise<void> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const text = answer(body);
    if (text !== undefined) response.setHeader('content-type', 'application/x-amz-json-1.0').end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    await run(`http://127.0.0.1:${port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('the document client', () => {
  it('stores keys of any name, also those that JavaScript has a use for', async () => {
    let item: unknown;
    const answer = (body: string) => {
      ({ Item: item } = JSON.parse(body));
      return '{}';
    };
    await withDynamoDb(answer, async (endpoint) => {
      const client = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials });
      const Item = { pk: 'a', metadata: { constructor: 'x', toString: 'y' } };
      await openDocuments(client).put({ TableName: 'Events', Item });
    });
    expect(item).toEqual({
      pk: { S: 'a' },
      metadata: { M: { constructor: { S: 'x' }, toString: { S: 'y' } } },
    });
  });

  it('leaves out what is undefined, at any depth', async () => {
    let item: unknown;
    const answer = (body: string) => {
      ({ Item: item } = JSON.parse(body));
      return '{}';
    };
    await withDynamoDb(answer, async (endpoint) => {
      const client = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials });
      const Item = { pk: 'a', gone: undefined, attempts: [{ attempt: 1, error: undefined }] };
      await openDocuments(client).put({ TableName: 'Events', Item });
    });
    expect(item).toEqual({ pk: { S: 'a' }, attempts: { L: [{ M: { attempt: { N: '1' } } }] } });
  });

  it.each([
    [
      'what is left of a read of several',
      {
        Responses: { Events: [{ pk: { S: 'a' }, n: { N: '1' } }] },
        UnprocessedKeys: { Events: { Keys: [{ pk: { S: 'b' } }], ConsistentRead: true } },
      },
      (documents: Documents) =>
        documents.batchGet({ RequestItems: { Events: { Keys: [{ pk: 'a' }, { pk: 'b' }] } } }),
      { RequestItems: { Events: { Keys: [{ pk: { S: 'a' } }, { pk: { S: 'b' } }] } } },
      {
        Responses: { Events: [{ pk: 'a', n: 1 }] },
        UnprocessedKeys: { Events: { Keys: [{ pk: 'b' }], ConsistentRead: true } },
      },
    ],
    [
      'what is left of a write of several',
      { UnprocessedItems: { Events: [{ DeleteRequest: { Key: { pk: { S: 'b' } } } }] } },
      (documents: Documents) =>
        documents.batchWrite({
          RequestItems: {
            Events: [
              { PutRequest: { Item: { pk: 'a', set: new Set(['x']) } } },
              { DeleteRequest: { Key: { pk: 'b' } } },
            ],
          },
        }),
      {
        RequestItems: {
          Events: [
            { PutRequest: { Item: { pk: { S: 'a' }, set: { SS: ['x'] } } } },
            { DeleteRequest: { Key: { pk: { S: 'b' } } } },
          ],
        },
      },
      { UnprocessedItems: { Events: [{ DeleteRequest: { Key: { pk: 'b' } } }] } },
    ],
    [
      'a page, and where the next one starts',
      { Items: [{ pk: { S: 'b' }, bytes: { B: 'AQI=' } }], Count: 1, LastEvaluatedKey: { pk: { S: 'b' } } },
      (documents: Documents) =>
        documents.query({
          TableName: 'Events',
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': 'b' },
          ExclusiveStartKey: { pk: 'a' },
        }),
      {
        TableName: 'Events',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'b' } },
        ExclusiveStartKey: { pk: { S: 'a' } },
      },
      { Items: [{ pk: 'b', bytes: new Uint8Array([1, 2]) }], Count: 1, LastEvaluatedKey: { pk: 'b' } },
    ],
    [
      'what an item has become',
      { Attributes: { n: { N: '2' } } },
      (documents: Documents) =>
        documents.update({
          TableName: 'Events',
          Key: { pk: 'a' },
          UpdateExpression: 'ADD n :n',
          ExpressionAttributeValues: { ':n': 1 },
        }),
      {
        TableName: 'Events',
        Key: { pk: { S: 'a' } },
        UpdateExpression: 'ADD n :n',
        ExpressionAttributeValues: { ':n': { N: '1' } },
      },
      { Attributes: { n: 2 } },
    ],
  ])('asks and answers in plain values: %s', async (_, answered, ask, expectedRequest, expected) => {
    let asked: unknown;
    const answer = (body: string) => {
      asked = JSON.parse(body);
      return JSON.stringify(answered);
    };
    await withDynamoDb(answer, async (endpoint) => {
      const client = leanClient(
        new DynamoDBClient({ ...AWS_CLIENT_DEFAULTS, endpoint, region: 'eu-west-1', credentials }),
      );
      const { $metadata: __, ...output } = await ask(openDocuments(client));
      expect(output).toEqual(expected);
    });
    expect(asked).toEqual(expectedRequest);
  });

  it('asks each time what it is asked then, however often', async () => {
    const keys: unknown[] = [];
    const answer = (body: string) => {
      const { Key } = JSON.parse(body);
      keys.push(Key);
      return JSON.stringify({ Item: Key });
    };
    await withDynamoDb(answer, async (endpoint) => {
      const client = leanClient(
        new DynamoDBClient({ ...AWS_CLIENT_DEFAULTS, endpoint, region: 'eu-west-1', credentials }),
      );
      const { get } = openDocuments(client);
      const names = ['a', 'b', 'c'];
      const found = await Promise.all(names.map((pk) => get({ TableName: 'Events', Key: { pk } })));
      expect(found.map(({ Item }) => Item)).toEqual(names.map((pk) => ({ pk })));
    });
    expect(keys).toHaveLength(3);
  });

  it('gives up a call that is not answered, instead of waiting until the function is ended', async () => {
    await withDynamoDb(
      () => undefined,
      async (endpoint) => {
        const client = new DynamoDBClient({
          ...AWS_CLIENT_DEFAULTS,
          endpoint,
          region: 'eu-west-1',
          credentials,
          maxAttempts: 1,
          requestHandler: { ...AWS_CLIENT_DEFAULTS.requestHandler, requestTimeout: 40 },
        });
        const call = openDocuments(client).get({ TableName: 'Events', Key: { pk: 'a' } });
        await expect(call).rejects.toHaveProperty('name', 'TimeoutError');
      },
    );
  });
});
