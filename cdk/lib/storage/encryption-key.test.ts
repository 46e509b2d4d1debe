import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { EVERYTHING_ON } from '../../testing/everything-on.ts';
import { propertiesOf, resourcesOf, synthesize } from '../../testing/synthesize.ts';

const templateOf = await synthesize({ prod: { STAGE: 'prod' }, everything: EVERYTHING_ON });
const everything = templateOf('everything');
const keyArn = { 'Fn::GetAtt': [expect.stringMatching(/^EncryptionKey[0-9A-F]{8}$/), 'Arn'] };

/** What SQS, DynamoDB and Secrets Manager ask of who uses what they encrypted. */
const KEY_ACTIONS = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

const each = (type: string) => Object.entries(propertiesOf(everything, type));

describe('without CUSTOMER_MANAGED_KEY', () => {
  it('AWS’s own keys are used, and none is paid for', () => {
    const template = templateOf('prod');

    expect(resourcesOf(template, 'AWS::KMS::Key')).toEqual({});
    for (const queue of Object.values(propertiesOf(template, 'AWS::SQS::Queue')))
      expect(queue).toHaveProperty('SqsManagedSseEnabled', true);
    for (const table of Object.values(propertiesOf(template, 'AWS::DynamoDB::Table')))
      expect(table).not.toHaveProperty('SSESpecification');
  });
});

describe('with CUSTOMER_MANAGED_KEY, one key encrypts', () => {
  it.each(each('AWS::DynamoDB::Table'))('the table %s', (_, { SSESpecification }) => {
    expect(SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: keyArn });
  });

  it.each(each('AWS::SQS::Queue'))('the queue %s', (_, { KmsMasterKeyId }) => {
    expect(KmsMasterKeyId).toEqual(keyArn);
  });

  it.each(each('AWS::SecretsManager::Secret'))('the secret %s', (_, { KmsKeyId }) => {
    expect(KmsKeyId).toEqual(keyArn);
  });

  it.each(each('AWS::Logs::LogGroup'))('the log group %s', (_, { KmsKeyId }) => {
    expect(KmsKeyId).toEqual(keyArn);
  });

  it('the topic of the alarms', () => {
    for (const [, { KmsMasterKeyId }] of each('AWS::SNS::Topic'))
      expect(JSON.stringify(KmsMasterKeyId)).toContain('EncryptionKey');
  });
});

describe('the key', () => {
  it('is renewed each year and outlives the stack as the data does', () => {
    expect(resourcesOf(everything, 'AWS::KMS::Key').EncryptionKey).toMatchObject({
      Properties: { EnableKeyRotation: true },
      DeletionPolicy: 'Retain',
    });
  });

  it('may be used by the functions through what stores for them, by the log service and by the alarms', () => {
    const policy = z
      .object({
        Statement: z.array(z.looseObject({ Sid: z.string().optional(), Condition: z.unknown().optional() })),
      })
      .parse(propertiesOf(everything, 'AWS::KMS::Key').EncryptionKey?.KeyPolicy);
    const named = policy.Statement.filter(({ Sid }) => Sid !== undefined);

    expect(named.map(({ Sid }) => Sid)).toEqual(['Functions', 'Logs', 'Alarms']);
    for (const { Condition } of named) expect(Condition).toBeDefined();
    expect(named[0]).toMatchObject({
      Action: KEY_ACTIONS,
      Principal: { AWS: '*' },
      Condition: {
        ArnEquals: { 'aws:PrincipalArn': expect.any(Array) },
        StringEquals: {
          'kms:CallerAccount': { Ref: 'AWS::AccountId' },
          'kms:ViaService': ['dynamodb', 'secretsmanager', 'sns', 'sqs'].map((service) => ({
            'Fn::Join': ['', [`${service}.`, { Ref: 'AWS::Region' }, '.amazonaws.com']],
          })),
        },
      },
    });
  });

  it('is not in the permissions of a role, which CloudFormation could change before the queues', () => {
    expect(JSON.stringify(propertiesOf(everything, 'AWS::IAM::Policy'))).not.toContain('kms:');
  });

  it('is an output, for who takes from the queues', () => {
    expect(everything.Outputs.EncryptionKeyArn?.Value).toEqual(keyArn);
    expect(templateOf('prod').Outputs).not.toHaveProperty('EncryptionKeyArn');
  });
});
