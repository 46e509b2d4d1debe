import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { type Fixture, startFixture } from '../../testing/start-fixture.ts';

let fixture: Fixture;
let when: 'before' | 'after' | undefined;
let carriedOut: string[] = [];
beforeAll(async () => {
  fixture = await startFixture({
    crash: ({ operation, body }) => (operation === 'PutItem' && body.includes('memo') ? when : undefined),
    // The event sources ask as well.
    onCall: ({ operation }) => {
      if (operation === 'PutItem') carriedOut.push(operation);
    },
  });
});
afterAll(() => fixture.stack.stop());
afterEach(async () => {
  carriedOut = [];
  when = undefined;
  // The next event has another environment.
  expect((await fixture.fetch('/open/x?mode=put')).status).toBe(200);
  carriedOut = [];
});

it.each([
  ['before', []],
  ['after', ['PutItem']],
] as const)('a function that ends %s a call has made %j, and answers nothing', async (at, made) => {
  when = at;
  expect((await fixture.fetch('/open/x?mode=put')).status).toBe(502);
  expect(carriedOut).toEqual(made);
});

it('a function that is ended is told of as one that was killed', async () => {
  when = 'before';
  const { functionError, payload } = await fixture.stack.invoke('fixture-test-Api', {
    queryStringParameters: { mode: 'put' },
  });
  expect(functionError).toBe('Unhandled');
  expect(payload).toMatchObject({
    errorType: 'Runtime.ExitError',
    errorMessage: expect.stringContaining('signal: killed'),
  });
});
