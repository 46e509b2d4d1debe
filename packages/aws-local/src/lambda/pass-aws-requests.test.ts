import { beforeEach, expect, it } from '@jest/globals';
import type { AwsRequest } from '../aws/aws-endpoint.ts';
import type { BackendAnswer } from '../aws/backend.ts';
import { passAwsRequests } from './pass-aws-requests.ts';
import type { AwsMessage } from './thread-messages.ts';

let asked: AwsRequest[];
let sent: unknown[];
let pending: PromiseWithResolvers<BackendAnswer>;
let passing: ReturnType<typeof passAwsRequests>;
beforeEach(() => {
  asked = [];
  sent = [];
  pending = Promise.withResolvers();
  passing = passAwsRequests(
    (request) => {
      asked.push(request);
      return pending.promise;
    },
    { postMessage: (message: unknown) => sent.push(message) },
  );
});

const request: AwsMessage = {
  type: 'aws',
  id: 7,
  method: 'POST',
  path: '/',
  headers: { a: 'b' },
  body: '{}',
};
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('an answer goes to the thread as HTTP would bring it', async () => {
  passing.pass(request);
  expect(asked).toMatchObject([{ method: 'POST', path: '/', headers: { a: 'b' }, body: '{}' }]);
  pending.resolve({ status: 200, headers: { 'Content-Length': 2 }, body: '{}' });
  await settled();
  expect(sent).toEqual([
    { type: 'awsAnswer', id: 7, status: 200, headers: { 'content-length': '2' }, body: '{}' },
  ]);
});

it('a failure of the stack is an answer as well', async () => {
  passing.pass(request);
  pending.reject(new Error('broken'));
  await settled();
  expect(sent).toMatchObject([{ status: 500, body: expect.stringContaining('broken') }]);
});

it.each([
  ['its caller gives it up', () => passing.pass({ type: 'awsGone', id: 7 })],
  ['its thread ends', () => passing.stop()],
])('a request is gone when %s, and is not answered', async (_when, end) => {
  passing.pass(request);
  expect(asked[0]?.gone.aborted).toBe(false);
  end();
  expect(asked[0]?.gone.aborted).toBe(true);
  pending.resolve({ status: 200, headers: {}, body: '{}' });
  await settled();
  expect(sent).toEqual([]);
});
