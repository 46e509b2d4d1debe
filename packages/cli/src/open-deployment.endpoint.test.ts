import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import * as z from 'zod';
import { openDeployment } from './open-deployment.ts';

const OUTPUTS = {
  HooksUrl: 'https://hooks.example.com',
  ReceiverUrl: 'https://receiver.example.com',
  FunctionDlqProcessor: 'dlq-processor',
  TableTenantIdentity: 'identity',
  TableTenantWebhookConfig: 'config',
  TableEvents: 'events',
};
const STACK = `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>s</StackName><StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${Object.entries(
  OUTPUTS,
)
  .map(([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`)
  .join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;

const asked: string[] = [];
const server = createServer(async (request, response) => {
  const body = await text(request);
  asked.push(String(request.headers['x-amz-target'] ?? new URLSearchParams(body).get('Action')));
  response.end(body.includes('Action=DescribeStacks') ? STACK : JSON.stringify({ Attributes: {} }));
});
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  // The tests of this file have a process environment of their own.
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
});
afterAll(() => {
  server.close();
});

it('a deployed stack is asked at AWS_ENDPOINT_URL alone, its queues too, and nothing is written about it', async () => {
  const warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  const { sqs } = await openDeployment({ stack: 's', directory: '/' });
  const QueueUrl = 'https://sqs.eu-central-1.amazonaws.com/123456789012/delivery';
  await sqs.send(new GetQueueAttributesCommand({ QueueUrl }));
  expect(asked).toEqual(['DescribeStacks', 'AmazonSQS.GetQueueAttributes']);
  expect(warned).not.toHaveBeenCalled();
});
