import { describe, expect, it } from '@jest/globals';
import { anEndpoint } from '../testing/builders.ts';
import { awsError, fakeDocuments } from '../testing/fake-client.ts';
import { createEndpointStore, UNFINISHED } from './endpoint-store.ts';

const tableName = 'config';

describe('endpoint store', () => {
  it('lists all endpoints without asking for their secrets', async () => {
    const { secrets: _secrets, targetUrl: _url, updatedAt: _updated, ...projected } = anEndpoint();
    const { client, sent } = fakeDocuments(() => ({ Items: [projected] }));
    expect(await createEndpointStore({ documents: client, tableName }).listAll()).toEqual([projected]);
    expect(sent()[0]?.name).toBe('scan');
    expect(sent()[0]?.input.ProjectionExpression).not.toContain('secrets');
  });

  it('puts only what is new, or what it put itself before', async () => {
    const { client, sent } = fakeDocuments();
    const endpoint = anEndpoint();
    expect(await createEndpointStore({ documents: client, tableName }).putNew(endpoint)).toBe(true);
    expect(sent()[0]?.input).toMatchObject({
      ConditionExpression: 'attribute_not_exists(tenantId) OR secrets[0].secret = :own',
      ExpressionAttributeValues: { ':own': endpoint.secrets[0]?.secret },
    });
  });

  it('replaces an unfinished endpoint only while it is the one that was seen', async () => {
    const { client, sent } = fakeDocuments(() => {
      throw awsError('ConditionalCheckFailedException');
    });
    const seen = anEndpoint({ statusReason: UNFINISHED });
    const store = createEndpointStore({ documents: client, tableName });
    expect(await store.replaceUnfinished(seen, anEndpoint())).toBe(false);
    expect(sent()[0]?.input).toMatchObject({
      ConditionExpression:
        '(secrets[0].secret = :seen AND statusReason = :unfinished) OR secrets[0].secret = :own',
      ExpressionAttributeValues: { ':seen': seen.secrets[0]?.secret, ':unfinished': UNFINISHED },
    });
  });

  it('enables only the endpoint that it was given', async () => {
    const { client, sent } = fakeDocuments();
    const store = createEndpointStore({ documents: client, tableName });
    expect(await store.enable(anEndpoint(), '2026-03-01T12:00:00.000Z')).toBe(true);
    expect(sent()[0]?.input).toMatchObject({
      UpdateExpression: 'SET #status = :enabled, updatedAt = :updatedAt REMOVE statusReason',
      ConditionExpression: 'secrets[0].secret = :own',
    });
  });

  it('does not take another failure for a condition', async () => {
    const { client } = fakeDocuments(() => {
      throw awsError('ThrottlingException');
    });
    await expect(createEndpointStore({ documents: client, tableName }).putNew(anEndpoint())).rejects.toThrow(
      'ThrottlingException',
    );
  });
});
