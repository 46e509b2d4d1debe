import type { JestEnvironment, JestEnvironmentConfig } from '@jest/environment';
import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

/** One of jest's `testEnvironment`s: the process itself, put back as it was when a test file has ended. */
export default class ProcessEnvironment implements JestEnvironment {
  readonly global = globalThis as JestEnvironment['global'];
  readonly moduleMocker = new ModuleMocker(globalThis);
  readonly fakeTimers = null;
  readonly fakeTimersModern: ModernFakeTimers;
  readonly #before = {
    console: globalThis.console,
    globals: new Set(Reflect.ownKeys(globalThis)),
    env: { ...process.env },
    directory: process.cwd(),
    exit: process.exit,
  };

  constructor({ projectConfig }: JestEnvironmentConfig) {
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup(): Promise<void> {
    // Jest's looks for source maps in each file of a stack, and does not know that modules have URLs.
    Error.prepareStackTrace = (error, frames) =>
      [String(error), ...frames.map((frame) => `    at ${frame}`)].join('\n').replaceAll('file://', '');
  }

  async teardown(): Promise<void> {
    const { console, globals, env, directory, exit } = this.#before;
    this.fakeTimersModern.dispose();
    for (const key of Reflect.ownKeys(globalThis))
      if (!globals.has(key)) Reflect.deleteProperty(globalThis, key);
    for (const name of Object.keys(process.env)) if (!Object.hasOwn(env, name)) delete process.env[name];
    Object.assign(process.env, env);
    if (process.cwd() !== directory) process.chdir(directory);
    process.exitCode = undefined;
    process.exit = exit;
    globalThis.console = console;
  }

  exportConditions(): string[] {
    return [];
  }

  getVmContext(): null {
    return null;
  }
}
