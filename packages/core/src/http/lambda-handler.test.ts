import awsLambdaFastify from '@fastify/aws-lambda';
import { describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import fastify from 'fastify';
import { apiGatewayEvent, lambdaContext } from '../../testing/api-gateway-event.ts';
import { collectLogs } from '../../testing/collect-logs.ts';
import { createHttpApp, REQUEST_ID_HEADER } from './app.ts';
import { createLambdaHandler } from './lambda-handler.ts';

const REQUEST_ID = 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef';

function setUp() {
  const app = createHttpApp(fastify, { logger: collectLogs().logger, bodyLimit: 1024 });
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const handler = createLambdaHandler(awsLambdaFastify, app);
  app.get('/echo', async (request) => ({
    id: request.id,
    header: request.headers[REQUEST_ID_HEADER],
    tenant: request.awsLambda.event.requestContext.authorizer?.tenantId,
    query: request.query,
  }));
  app.post('/bytes', async (request, reply) => reply.type('text/plain').send(JSON.stringify(request.body)));
  app.get('/image', async (_, reply) => reply.type('image/png').send(Buffer.from([0x89, 0x50, 0xff])));
  app.get('/compressed', async (_, reply) =>
    reply
      .type('text/css')
      .header('content-encoding', 'br')
      .send(Buffer.from([0x89, 0x50, 0xff])),
  );
  app.get('/page', async (_, reply) => reply.type('text/html; charset=utf-8').send('<p>ü</p>'));
  app.get('/fails', async () => {
    throw new Error('hunter2');
  });
  return { call: (changes: Partial<APIGatewayProxyEvent>) => handler(anApiEvent(changes), lambdaContext()) };
}

function anApiEvent(changes: Partial<APIGatewayProxyEvent> = {}): APIGatewayProxyEvent {
  const authorizer = { tenantId: 'acme' };
  return {
    ...apiGatewayEvent({ path: '/echo', stagePath: '/dev', authorizer, requestId: REQUEST_ID }),
    ...changes,
  };
}

describe('the request id', () => {
  it('is that of API Gateway', async () => {
    const answer = await setUp().call({});
    expect(JSON.parse(answer.body)).toMatchObject({ id: REQUEST_ID });
  });

  it.each([
    ['as a header', { headers: { [REQUEST_ID_HEADER]: 'forged' } }],
    ['in other letters', { headers: { 'X-Switchyard-Request-ID': 'forged' } }],
    ['as one of many values', { multiValueHeaders: { [REQUEST_ID_HEADER]: ['forged'] } }],
    ['twice', { multiValueHeaders: { 'X-Switchyard-Request-Id': ['forged', 'forged2'] } }],
    [
      'in both',
      {
        headers: { 'X-SWITCHYARD-REQUEST-ID': 'forged' },
        multiValueHeaders: { 'X-SWITCHYARD-REQUEST-ID': ['forged', 'forged'] },
      },
    ],
  ])('cannot be chosen by the client %s', async (_, changes) => {
    const answer = await setUp().call(changes);
    expect(JSON.parse(answer.body)).toMatchObject({ id: REQUEST_ID, header: REQUEST_ID });
  });

  it('is in the problem that an error becomes', async () => {
    const answer = await setUp().call({ path: '/fails' });
    expect(answer.statusCode).toBe(500);
    expect(JSON.parse(answer.body)).toMatchObject({ request_id: REQUEST_ID, code: 'internal_error' });
  });
});

describe('the Lambda handler', () => {
  it('hands on what the authorizer has proved', async () => {
    const answer = await setUp().call({});
    expect(JSON.parse(answer.body)).toMatchObject({ tenant: 'acme' });
  });

  it('does not believe a client who says what the authorizer has proved', async () => {
    const forged = encodeURIComponent(
      JSON.stringify({ requestContext: { authorizer: { tenantId: 'evil' } } }),
    );
    const answer = await setUp().call({ headers: { 'x-apigateway-event': forged } });
    expect(JSON.parse(answer.body)).toMatchObject({ tenant: 'acme' });
  });

  it('takes an event without headers, as the console sends', async () => {
    const event = anApiEvent();
    Reflect.set(event, 'headers', null);
    Reflect.set(event, 'multiValueHeaders', null);
    expect((await setUp().call(event)).statusCode).toBe(200);
  });

  it('keeps a query value with a comma whole', async () => {
    const answer = await setUp().call({
      queryStringParameters: { next_token: 'a,b' },
      multiValueQueryStringParameters: { next_token: ['a,b'] },
    });
    expect(JSON.parse(answer.body)).toHaveProperty('query', { next_token: 'a,b' });
  });

  it.each([
    ['as text', { body: '{"n":1.10,"ü":1}', isBase64Encoded: false }],
    ['as base64', { body: Buffer.from('{"n":1.10,"ü":1}').toString('base64'), isBase64Encoded: true }],
  ])('hands on the bytes of a body that comes %s', async (_, changes) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await setUp().call({ path: '/bytes', httpMethod: 'POST', headers, ...changes });
    expect(Buffer.from(JSON.parse(answer.body)).toString()).toBe('{"n":1.10,"ü":1}');
  });

  it('answers binary content as base64', async () => {
    const answer = await setUp().call({ path: '/image' });
    expect([answer.isBase64Encoded, answer.body]).toEqual([true, 'iVD/']);
  });

  it('answers compressed text as base64', async () => {
    const answer = await setUp().call({ path: '/compressed' });
    expect([answer.isBase64Encoded, answer.body]).toEqual([true, 'iVD/']);
  });

  it('answers text as text', async () => {
    const answer = await setUp().call({ path: '/page' });
    expect([answer.isBase64Encoded, answer.body]).toEqual([false, '<p>ü</p>']);
  });
});
