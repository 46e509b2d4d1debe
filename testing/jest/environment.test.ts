import { expect, it, jest } from '@jest/globals';
import ProcessEnvironment from './environment.ts';

it('what a test file has changed is put back after it', async () => {
  const before = { env: { ...process.env }, directory: process.cwd(), setTimeout, log: console.log };
  const names = Reflect.ownKeys(globalThis);

  const environment = new ProcessEnvironment({ projectConfig: { fakeTimers: {} } } as never);
  await environment.setup();
  process.env.LEFT_BEHIND = 'yes';
  delete process.env.PATH;
  process.chdir('/');
  Object.assign(globalThis, { leftBehind: true, console: { log: () => undefined } });
  process.exitCode = 3;
  environment.fakeTimersModern.useFakeTimers();
  await environment.teardown();

  expect({ env: { ...process.env }, directory: process.cwd(), setTimeout, log: console.log }).toEqual(before);
  expect(Reflect.ownKeys(globalThis)).toEqual(names);
  expect(process.exitCode).toBeUndefined();
});

it('a stack names files by path', () => {
  expect(new RangeError('too far').stack).toMatch(
    /^RangeError: too far\n {4}at .*\(\/.*environment\.test\.ts:\d+:\d+\)/,
  );
});

it('`expect` and the rest are those of the file that runs', () => {
  expect(expect.getState().testPath).toBe(import.meta.filename);
  expect(jest.isMockFunction(jest.fn())).toBe(true);
});
