import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { AWS_CLIENT_DEFAULTS } from './client-defaults.ts';
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
