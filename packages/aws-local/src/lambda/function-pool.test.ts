import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { FIXTURE_DIRECTORY } from '../../testing/start-fixture.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { createFunctionPool, type LambdaFunction, ThrottledError } from './function-pool.ts';
import { prepareThreads, type ThreadFiles } from './prepare-threads.ts';

let threads: ThreadFiles;
let pool: LambdaFunction;
beforeAll(() => {
  threads = prepareThreads();
});
afterEach(() => pool.stop());
afterAll(() => threads.remove());

const start = (reservedConcurrency?: number) => {
  const definition: FunctionDefinition = {
    logicalId: 'Odd',
    name: 'odd',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:odd',
    roleName: 'role',
    handler: 'index.handler',
    nodeMajor: 24,
    codeDirectory: join(FIXTURE_DIRECTORY, 'code-odd'),
    memoryMb: 128,
    timeoutSeconds: 600,
    reservedConcurrency,
    recursiveLoop: 'Terminate',
    accessKeyId: 'ASIAODD',
    awsUrl: 'http://127.0.0.1:1',
    environment: {},
  };
  const nobody = () => Promise.reject(new Error('Nobody calls AWS here.'));
  pool = createFunctionPool(definition, threads, () => undefined, nobody);
};

it('an event is served by one more environment while all others wait for something, also by an eleventh', async () => {
  start();
  const hanging = Array.from({ length: 10 }, () => pool.invoke('{"action":"hang"}'));
  expect((await pool.invoke('{"action":"count"}')).payload).toContain('"invocations":1');
  // They end with the pool.
  void Promise.allSettled(hanging);
});

it('environments that were started are counted, and events that no idle one was there for', async () => {
  start();
  await pool.invoke('{"action":"count"}');
  await pool.invoke('{"action":"count"}');
  expect(pool.counts()).toEqual({ started: 1, waited: 1 });
  await Promise.all(['1', '2'].map((id) => pool.invoke(`{"action":"count","id":"${id}"}`)));
  expect(pool.counts().waited).toBe(2);
});

it('events that wait although others are taken get one more environment, while all others wait for something', async () => {
  start();
  const answers = await Promise.all(Array.from({ length: 200 }, () => pool.invoke('{"action":"wait"}')));
  expect(new Set(answers.map(({ payload }) => payload)).size).toBeGreaterThan(1);
});

it('above the reserved concurrency an event is refused, until one has ended', async () => {
  start(1);
  const first = pool.invoke('{"action":"count"}');
  await expect(pool.invoke('{"action":"count"}')).rejects.toBeInstanceOf(ThrottledError);
  await first;
  expect((await pool.invoke('{"action":"count"}')).payload).toContain('"invocations":2');
});
