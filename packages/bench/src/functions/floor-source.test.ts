import { expect, it } from '@jest/globals';
import { floorSource } from './floor-source.ts';

const GET = { operation: 'GetItem', request: { TableName: 'T' } };
const SEND = { operation: 'SendMessage', request: { MessageBody: 'hello' } };

it('a floor makes the calls in their order, and loads the clients of no others', () => {
  const source = floorSource([GET, SEND, GET], undefined);
  expect([...source.matchAll(/send\(new (\w+)Command/g)].map(([, operation]) => operation)).toEqual([
    'GetItem',
    'SendMessage',
    'GetItem',
  ]);
  expect(source).toContain("import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';");
  expect(source).toContain("import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';");
  expect(floorSource([GET], undefined)).not.toContain('client-sqs');
});

it('a floor of a function that delivers posts as well', () => {
  const post = 'await post("http://127.0.0.1:1/hook", "{}")';
  expect(floorSource([GET], { url: 'http://127.0.0.1:1/hook', body: '{}' })).toContain(post);
  expect(floorSource([GET], undefined)).not.toContain(post);
});
