import type { IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type HttpServer, startHttpServer } from '../http/http-server.ts';
import { readBody } from '../http/read-body.ts';
import type { Backend } from './backend.ts';
import { externalBackend } from './external-backend.ts';

let server: HttpServer;
let sqs: Backend;
let got: { path: string | undefined; headers: IncomingHttpHeaders; body: string }[];
beforeAll(async () => {
  server = await startHttpServer(0);
  server.handle(async (request, response) => {
    const body = String(await readBody(request, 1_000_000));
    got.push({ path: request.url, headers: request.headers, body });
    response.writeHead(400, { 'x-emulator': 'yes' }).end('{"__type":"QueueDoesNotExist"}');
  });
  sqs = externalBackend('sqs', `${server.url}//`, 'eu-west-1');
});
beforeEach(() => {
  got = [];
});
afterAll(async () => {
  await sqs.stop();
  await server.stop();
});

describe('another emulator', () => {
  it('gets what was sent, byte for byte, and its answer is given back', async () => {
    const raw = '{ "MessageBody": "\\u00e9", "DelaySeconds": 1.0 }';
    const answer = await sqs.call('SendMessage', JSON.parse(raw), raw);
    expect(got).toMatchObject([
      { path: '/', body: raw, headers: { 'x-amz-target': 'AmazonSQS.SendMessage' } },
    ]);
    expect(answer).toMatchObject({ status: 400, headers: { 'x-emulator': 'yes' } });
    expect(String(answer.body)).toBe('{"__type":"QueueDoesNotExist"}');
  });

  it('sees one caller in one region, whoever calls', async () => {
    const dynamodb = externalBackend('dynamodb', server.url, 'eu-west-1');
    await dynamodb.call('GetItem', {}, '{}');
    await dynamodb.stop();
    expect(got[0]?.headers).toMatchObject({
      'x-amz-target': 'DynamoDB_20120810.GetItem',
      'x-amz-date': expect.stringMatching(/^\d{8}T\d{6}Z$/),
      authorization: expect.stringMatching(/Credential=\w+\/\d{8}\/eu-west-1\/dynamodb\/aws4_request,/),
    });
  });

  it.each([
    [20, 1],
    [2, 1],
    [1, 1],
    [0, 0],
    [undefined, undefined],
  ])('is polled for a second at most: %s s are %s', async (asked, polled) => {
    const input = { QueueUrl: 'q', ...(asked === undefined ? {} : { WaitTimeSeconds: asked }) };
    await sqs.call('ReceiveMessage', input, JSON.stringify(input));
    expect(JSON.parse(got[0]?.body ?? '')).toEqual({
      QueueUrl: 'q',
      ...(polled === undefined ? {} : { WaitTimeSeconds: polled }),
    });
  });
});
