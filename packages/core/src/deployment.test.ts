import { describe, expect, it } from '@jest/globals';
import { deploymentFromOutputs, localDeploymentSchema } from './deployment.ts';

const outputs = {
  HooksUrl: 'https://hooks.example.com',
  ReceiverUrl: 'https://receiver.example.com',
  FunctionIngestApi: 'stack-ingest',
  FunctionDlqProcessor: 'switchyard-dlq-processor',
  FunctionWorker: 'stack-worker',
  QueueDelivery: 'https://sqs.example/1/delivery',
  QueueDeliveryDlq: 'https://sqs.example/1/delivery-dlq',
  TableEvents: 'stack-Events',
  SecretOperatorToken: 'arn:secret',
  SettingMaxAttempts: '5',
  SomethingElse: 'x',
};

describe('a deployment read from the outputs of its stack', () => {
  it('calls functions, queues, tables and secrets by their short names', () => {
    expect(deploymentFromOutputs(outputs)).toEqual({
      hooksUrl: 'https://hooks.example.com',
      receiverUrl: 'https://receiver.example.com',
      topics: {},
      functions: {
        'ingest-api': 'stack-ingest',
        'dlq-processor': 'switchyard-dlq-processor',
        worker: 'stack-worker',
      },
      queueUrls: {
        delivery: 'https://sqs.example/1/delivery',
        'delivery-dlq': 'https://sqs.example/1/delivery-dlq',
      },
      tables: { Events: 'stack-Events' },
      secrets: { 'operator-token': 'arn:secret' },
      settings: { MAX_ATTEMPTS: '5' },
    });
  });

  it.each(['HooksUrl', 'ReceiverUrl'] as const)('without %s is refused as another stack', (name) => {
    const { [name]: _, ...others } = outputs;
    expect(() => deploymentFromOutputs(others)).toThrow(
      expect.objectContaining({ code: 'deployment_incomplete', message: expect.stringContaining(name) }),
    );
  });
});

describe('the description of a local deployment', () => {
  const local = {
    hooks_url: 'http://127.0.0.1:3000',
    receiver_url: 'http://127.0.0.1:3001',
    lambda_endpoint: 'http://127.0.0.1:4000',
    dynamodb_endpoint: 'http://127.0.0.1:4001',
    sqs_endpoint: 'http://127.0.0.1:4002',
    secretsmanager_endpoint: 'http://127.0.0.1:4003',
    region: 'eu-west-1',
    access_key_id: 'ASIAOPERATOR',
    functions: { worker: 'stack-worker' },
    queues: { delivery: 'delivery' },
    queue_urls: { delivery: 'http://127.0.0.1:4002/1/delivery' },
    tables: { Events: 'stack-Events' },
    secrets: {},
    operator_token: 'token',
    pid: 1,
  };

  it('is taken when it is complete', () => {
    expect(localDeploymentSchema.parse(local)).toEqual({ ...local, settings: {}, topics: {} });
  });

  it.each(Object.keys(local))('is refused without %s', (name) => {
    expect(localDeploymentSchema.safeParse({ ...local, [name]: undefined }).success).toBe(false);
  });
});
