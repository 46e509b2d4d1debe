import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { FIXTURE_DIRECTORY } from '../../testing/start-fixture.ts';
import { createFunctionPool, type LambdaFunction } from './function-pool.ts';
import { prepareThreads, type ThreadFiles } from './prepare-threads.ts';

let threads: ThreadFiles;
let pool: LambdaFunction;
beforeAll(() => {
  threads = prepareThreads();
  const definition = {
    logicalId: 'Odd',
    name: 'odd',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:odd',
    roleName: 'role',
    handler: 'index.handler',
    nodeMajor: 24,
    codeDirectory: join(FIXTURE_DIRECTORY, 'code-odd'),
    memoryMb: 128,
    timeoutSeconds: 600,
    reservedConcurrency: undefined,
    recursiveLoop: 'Terminate' as const,
    accessKeyId: 'ASIAODD',
    awsUrl: 'http://127.0.0.1:1',
    environment: {},
  };
  pool = createFunctionPool(
    definition,
    threads,
    () => undefined,
    () => Promise.reject(new Error('Nobody calls AWS here.')),
  );
});
afterAll(async () => {
  await pool.stop();
  threads.remove();
});

it('an event is served by one more environment while all others wait for something', async () => {
  const hanging = Array.from({ length: 3 }, () => pool.invoke('{"action":"hang"}'));
  expect((await pool.invoke('{"action":"count"}')).payload).toContain('"invocations":1');
  // They end with the pool.
  void Promise.allSettled(hanging);
});
