import http from 'node:http';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { clientOptions } from '../aws/client-options.ts';
import { sendAwsRequestsAsMessages } from './thread-http.ts';
import type { AwsAnswerMessage, AwsMessage } from './thread-messages.ts';

const AWS_URL = 'http://127.0.0.1:1';
const { request } = http;
let sent: AwsMessage[];
let onSend: (message: AwsMessage) => void;
let answer: (message: AwsAnswerMessage) => void;
beforeAll(() => {
  answer = sendAwsRequestsAsMessages(AWS_URL, (message) => {
    sent.push(message);
    onSend(message);
  });
});
afterAll(() => {
  Object.assign(http, { request });
});

let client: DynamoDBClient | undefined;
afterEach(() => client?.destroy());
const get = (options = {}, abort?: AbortSignal) => {
  sent = [];
  client = new DynamoDBClient({
    ...clientOptions(AWS_URL, 'us-east-1', 'ASIATEST'),
    maxAttempts: 1,
    ...options,
  });
  const command = new GetItemCommand({ TableName: 't', Key: { pk: { S: 'ä' } } });
  return client.send(command, abort ? { abortSignal: abort } : {});
};

it('a request of the SDK passes with its signature, and its answer comes back', async () => {
  onSend = (message) =>
    answer({
      type: 'awsAnswer',
      id: message.id,
      status: 200,
      headers: { 'x-amzn-requestid': 'r1' },
      body: '{"Item":{"pk":{"S":"ä"}}}',
    });
  const { Item, $metadata } = await get();
  expect(Item).toEqual({ pk: { S: 'ä' } });
  expect($metadata).toMatchObject({ httpStatusCode: 200, requestId: 'r1' });
  const [message] = sent;
  if (message?.type !== 'aws') throw new Error('Nothing was sent.');
  expect(message).toMatchObject({ method: 'POST', path: '/' });
  expect(message.headers.authorization).toContain('Credential=ASIATEST/');
  expect(JSON.parse(String(message.body))).toEqual({ TableName: 't', Key: { pk: { S: 'ä' } } });
});

it('an error answer is the SDK error that it would be over the network', async () => {
  onSend = ({ id }) =>
    answer({
      type: 'awsAnswer',
      id,
      status: 400,
      headers: {},
      body: '{"__type":"x#ResourceNotFoundException"}',
    });
  await expect(get()).rejects.toHaveProperty('name', 'ResourceNotFoundException');
});

const gone = () => sent.map(({ type }) => type);

it('a request that is not answered in time fails, and is told to be gone', async () => {
  onSend = () => undefined;
  const requestHandler = { connectionTimeout: 1_000, requestTimeout: 20, throwOnRequestTimeout: true };
  await expect(get({ requestHandler })).rejects.toHaveProperty('name', 'TimeoutError');
  expect(gone()).toEqual(['aws', 'awsGone']);
});

it('so is one that is silent for too long', async () => {
  onSend = () => undefined;
  await expect(get({ requestHandler: { socketTimeout: 20 } })).rejects.toHaveProperty('name', 'TimeoutError');
  expect(gone()).toEqual(['aws', 'awsGone']);
});

it('and one that its caller aborts; a late answer is dropped', async () => {
  const abort = new AbortController();
  onSend = ({ type }) => {
    if (type === 'aws') abort.abort();
  };
  await expect(get({}, abort.signal)).rejects.toHaveProperty('name', 'AbortError');
  expect(gone()).toEqual(['aws', 'awsGone']);
  answer({ type: 'awsAnswer', id: sent[0]?.id ?? 0, status: 200, headers: {}, body: '{}' });
});

it('requests elsewhere go over the network', async () => {
  sent = [];
  const code = await new Promise((resolve) => {
    const elsewhere = http.request({ host: '127.0.0.1', port: 2, path: '/' });
    elsewhere.once('error', (error) => resolve(Reflect.get(error, 'code')));
    elsewhere.end();
  });
  expect(code).toBe('ECONNREFUSED');
  expect(sent).toEqual([]);
});
