import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { propertiesOf, synthesize } from '../../testing/synthesize.ts';

const templateOf = await synthesize({ dev: {} });
const dev = templateOf('dev');

describe('the tables', () => {
  const tables = propertiesOf(dev, 'AWS::DynamoDB::Table');
  const key = (...names: string[]) =>
    names.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' }));

  it('are three, with these keys', () => {
    expect(Object.entries(tables).map(([name, { KeySchema }]) => [name, KeySchema])).toEqual([
      ['TablesTenantIdentity', key('apiKeyHash')],
      ['TablesTenantWebhookConfig', key('tenantId', 'endpointId')],
      ['TablesEvents', key('pk', 'sk')],
    ]);
  });

  it('have keys that are all texts', () => {
    for (const { AttributeDefinitions } of Object.values(tables))
      for (const definition of z.array(z.unknown()).parse(AttributeDefinitions))
        expect(definition).toHaveProperty('AttributeType', 'S');
  });

  it('have these indexes', () => {
    expect(
      Object.entries(tables).map(([name, { GlobalSecondaryIndexes }]) => [name, GlobalSecondaryIndexes]),
    ).toEqual([
      [
        'TablesTenantIdentity',
        [{ IndexName: 'tenant', KeySchema: key('tenantId'), Projection: { ProjectionType: 'ALL' } }],
      ],
      ['TablesTenantWebhookConfig', undefined],
      [
        'TablesEvents',
        [
          {
            IndexName: 'list',
            KeySchema: key('listPk', 'listSk'),
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
          {
            IndexName: 'attention',
            KeySchema: key('attentionPk', 'attentionSk'),
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
        ],
      ],
    ]);
  });

  it('forget expired events and links to the portal, and nothing else', () => {
    expect(tables).toMatchObject({
      TablesEvents: { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } },
      // An attribute of links alone: an API key is never forgotten.
      TablesTenantIdentity: { TimeToLiveSpecification: { AttributeName: 'forgetAt', Enabled: true } },
    });
    expect(tables.TablesTenantWebhookConfig).not.toHaveProperty('TimeToLiveSpecification');
  });

  it.each(Object.entries(tables))('%s is paid by use and can be restored to any second', (_, table) => {
    expect(table).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });
});
