import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { anEndpoint } from '../testing/builders.ts';
import { documentClient } from './document-client.ts';
import { createListEndpoints } from './endpoints.ts';

function setUp() {
  const documents = documentClient(new DynamoDBClient({}));
  const mock = mockClient(documents);
  return { mock, list: createListEndpoints({ documents, tableName: 'TenantWebhookConfig' }) };
}

describe('listing the endpoints of a tenant', () => {
  it('gives all pages, enabled or not', async () => {
    const { mock, list } = setUp();
    const [a, b] = [anEndpoint({ endpointId: 'a' }), anEndpoint({ endpointId: 'b', status: 'DISABLED' })];
    mock
      .on(QueryCommand)
      .resolvesOnce({ Items: [a], LastEvaluatedKey: { tenantId: 'acme', endpointId: 'a' } })
      .resolvesOnce({ Items: [b] });
    expect(await list('acme')).toEqual([a, b]);
  });

  it('gives none for a tenant without any', async () => {
    const { mock, list } = setUp();
    mock.on(QueryCommand).resolves({});
    expect(await list('acme')).toEqual([]);
  });

  it('reads this tenant only, consistently', async () => {
    const { mock, list } = setUp();
    mock.on(QueryCommand).resolves({});
    await list('acme');
    expect(mock.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      TableName: 'TenantWebhookConfig',
      KeyConditionExpression: 'tenantId = :tenantId',
      ExpressionAttributeValues: { ':tenantId': 'acme' },
      ConsistentRead: true,
    });
  });

  it('fails on an item that is not an endpoint rather than delivering somewhere odd', async () => {
    const { mock, list } = setUp();
    mock.on(QueryCommand).resolves({ Items: [{ ...anEndpoint(), secrets: [] }] });
    await expect(list('acme')).rejects.toThrow('secrets');
  });
});
