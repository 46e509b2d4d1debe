import { describe, expect, it } from '@jest/globals';
import { anApi, aRequest } from '../../testing/api-parts.ts';
import { proxyResponse } from './proxy-response.ts';

const api = anApi({ binaryMediaTypes: ['image/*'] });
const respond = (answer: unknown, accept?: string) =>
  proxyResponse(api, aRequest(accept ? { Accept: accept } : {}), JSON.stringify(answer));

it('repeated and single headers are sent, each pair once', () => {
  const headers = respond({
    statusCode: 200,
    headers: { 'X-One': '1', 'set-cookie': 'a=1' },
    multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
  })?.headers;
  expect(headers).toEqual([
    ['Set-Cookie', 'a=1'],
    ['Set-Cookie', 'b=2'],
    ['X-One', '1'],
    ['Content-Type', 'application/json'],
    ['x-amzn-RequestId', 'request-1'],
    ['x-amz-apigw-id', 'extended-1'],
  ]);
});

it('headers that belong to API Gateway come out under another name', () => {
  const headers = Object.fromEntries(
    respond({ statusCode: 401, headers: { 'WWW-Authenticate': 'Basic' } })?.headers ?? [],
  );
  expect(headers).toMatchObject({ 'x-amzn-Remapped-WWW-Authenticate': 'Basic' });
  expect(headers).not.toHaveProperty('WWW-Authenticate');
});

describe('a base64 body', () => {
  const answer = { statusCode: 200, isBase64Encoded: true, body: Buffer.from('raw').toString('base64') };
  it.each([
    ['image/png', 'raw'],
    ['image/webp,*/*', 'raw'],
    ['*/*', 'cmF3'],
    [undefined, 'cmF3'],
  ])('for Accept %s is %s', (accept, expected) => {
    expect(respond(answer, accept)?.body.toString()).toBe(expected);
  });
});

it.each([
  ['text', 'fine'],
  ['nothing', null],
  ['no status', { body: 'x' }],
  ['a status that is none', { statusCode: 'ok' }],
  ['an object as body', { statusCode: 200, body: {} }],
  ['a single value where a list belongs', { statusCode: 200, multiValueHeaders: { a: 'b' } }],
])('%s is a malformed response', (_title, answer) => {
  expect(respond(answer)).toBeUndefined();
});

it('a status in quotes and an absent body are accepted', () => {
  expect(respond({ statusCode: '204' })).toMatchObject({ status: 204, body: Buffer.alloc(0) });
});
