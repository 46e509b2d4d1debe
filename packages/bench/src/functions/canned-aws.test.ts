import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startCannedAws } from './canned-aws.ts';

let aws: Awaited<ReturnType<typeof startCannedAws>>;
beforeAll(async () => {
  aws = await startCannedAws();
  const line = { service: 'dynamodb', operation: 'GetItem', status: 200 } as const;
  aws.learn([
    { ...line, request: { TableName: 'T', Key: { pk: { S: 'a' } } }, response: { Item: { n: { N: '1' } } } },
    { ...line, request: { TableName: 'T', Key: { pk: { S: 'b' } } }, response: { Item: { n: { N: '2' } } } },
    {
      ...line,
      request: { TableName: 'U', Key: { pk: { S: 'a' } } },
      response: { message: 'No.' },
      status: 400,
    },
  ]);
});
afterAll(() => aws.close());

async function ask(target: string, body: object) {
  const answer = await fetch(aws.url, {
    method: 'POST',
    headers: { 'x-amz-target': target },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}

describe('an AWS that repeats what it once said', () => {
  it.each([
    ['the same question has the same answer', 'T', 'a', { status: 200, body: { Item: { n: { N: '1' } } } }],
    [
      'another item of the table is the last one',
      'T',
      'c',
      { status: 200, body: { Item: { n: { N: '2' } } } },
    ],
    ['what it never answered is an error, not nothing', 'U', 'a', { status: 500, body: {} }],
  ])('%s', async (_, TableName, key, expected) => {
    expect(await ask('DynamoDB_20120810.GetItem', { TableName, Key: { pk: { S: key } } })).toEqual(expected);
  });

  it('takes every write, and says of a message what its client compares', async () => {
    expect(await ask('DynamoDB_20120810.PutItem', { TableName: 'T', Item: {} })).toEqual({
      status: 200,
      body: {},
    });
    const md5 = '5d41402abc4b2a76b9719d911017c592';
    expect(await ask('AmazonSQS.SendMessage', { MessageBody: 'hello' })).toMatchObject({
      body: { MD5OfMessageBody: md5 },
    });
    expect(
      await ask('AmazonSQS.SendMessageBatch', { Entries: [{ Id: '0', MessageBody: 'hello' }] }),
    ).toMatchObject({ body: { Successful: [{ Id: '0', MD5OfMessageBody: md5 }] } });
  });

  it('tells what it was asked', async () => {
    aws.takeAsked();
    await ask('AmazonSQS.SendMessage', { MessageBody: 'hello' });
    expect(aws.takeAsked()).toEqual([{ operation: 'SendMessage', request: { MessageBody: 'hello' } }]);
    expect(aws.takeAsked()).toEqual([]);
  });
});
