import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { type Backend, callBackend } from './backend.ts';
import { startEmbeddedSqs } from './embedded-sqs.ts';

const QueueUrl = 'http://127.0.0.1/000000000000/q';
let sqs: Backend;
beforeEach(async () => {
  sqs = await startEmbeddedSqs('us-east-1');
  await callBackend(sqs, 'CreateQueue', { QueueName: 'q' });
});
afterEach(() => sqs.stop());

const send = async (count: number, MessageGroupId?: string) => {
  for (let sent = 0; sent < count; sent += 1) {
    const group = MessageGroupId === undefined ? {} : { MessageGroupId };
    await callBackend(sqs, 'SendMessage', { QueueUrl, MessageBody: MessageGroupId ?? 'none', ...group });
  }
};
const receive = async (MaxNumberOfMessages = 10): Promise<JsonObject[]> => {
  const input = { QueueUrl, MaxNumberOfMessages, MessageSystemAttributeNames: ['All'] };
  const { Messages = [] } = await callBackend(sqs, 'ReceiveMessage', input);
  return Messages as JsonObject[];
};
const bodies = (messages: readonly JsonObject[]) => messages.map(({ Body }) => Body);
const receiveAll = async (batches: number) => {
  for (let taken = 0; taken < batches; taken += 1) await receive();
};

it('messages come as they were sent while no group is noisy', async () => {
  await send(2, 'a');
  await send(2, 'b');
  expect(bodies(await receive())).toEqual(['a', 'a', 'b', 'b']);
});

it('a group with thirty messages in flight and a backlog yields to a quiet one', async () => {
  await send(60, 'noisy');
  await receiveAll(3);
  await send(2, 'quiet');
  expect(bodies(await receive(4))).toEqual(['quiet', 'quiet', 'noisy', 'noisy']);
});

it('messages without a group are quiet, each for itself', async () => {
  await send(60, 'noisy');
  await receiveAll(3);
  await send(40);
  const taken = [...(await receive()), ...(await receive()), ...(await receive()), ...(await receive())];
  expect(new Set(bodies(taken))).toEqual(new Set(['none']));
});

it('of two noisy groups that with fewer messages in flight comes first', async () => {
  await send(70, 'a');
  await receiveAll(4);
  await send(70, 'b');
  await receiveAll(3);
  // 40 of a are in flight and 30 of b.
  expect(bodies(await receive())).toEqual(Array(10).fill('b'));
  expect(bodies(await receive(4)).sort()).toEqual(['a', 'a', 'b', 'b']);
});

it('the noisy group is served as before while nobody else waits', async () => {
  await send(60, 'noisy');
  await receiveAll(3);
  expect(bodies(await receive())).toEqual(Array(10).fill('noisy'));
});

it('a message comes back with its group and its trace', async () => {
  const MessageSystemAttributes = { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-2-3' } };
  const sent = { MessageBody: 'x', MessageGroupId: 'g', MessageSystemAttributes };
  await callBackend(sqs, 'SendMessageBatch', { QueueUrl, Entries: [{ Id: '0', ...sent }] });
  await callBackend(sqs, 'SendMessage', { QueueUrl, ...sent });
  const attributes = expect.objectContaining({ MessageGroupId: 'g', AWSTraceHeader: 'Root=1-2-3' });
  expect((await receive()).map(({ Attributes }) => Attributes)).toEqual([attributes, attributes]);
});
