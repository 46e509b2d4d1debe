import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Config } from 'jest';

// Tests start our programs some forty times; this is where Node keeps what it has compiled of them.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('./node_modules/.cache/node', import.meta.url));

type ProjectConfig = Exclude<NonNullable<Config['projects']>[number], string>;

const isBusy = process.env.CI_STRESS === '1';
const FLOW = '\\.flow\\.test\\.ts$';

const ofEveryProject: ProjectConfig = {
  runtime: '<rootDir>/testing/jest/runtime.ts',
  testEnvironment: '<rootDir>/testing/jest/environment.ts',
  injectGlobals: false,
  roots: ['<rootDir>/cdk', '<rootDir>/packages', '<rootDir>/scripts', '<rootDir>/testing'],
  // Node strips the types.
  transform: {},
};

const config: Config = {
  projects: [
    {
      ...ofEveryProject,
      displayName: 'unit',
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', FLOW],
      globalSetup: '<rootDir>/cdk/testing/template-setup.ts',
      globalTeardown: '<rootDir>/cdk/testing/template-teardown.ts',
    },
    {
      ...ofEveryProject,
      displayName: 'flow',
      testRegex: [FLOW],
      globalSetup: '<rootDir>/packages/local/testing/flow-setup.ts',
      globalTeardown: '<rootDir>/packages/local/testing/flow-teardown.ts',
    },
  ],
  // Of both projects.
  globalSetup: '<rootDir>/packages/console/testing/chromium-setup.ts',
  globalTeardown: '<rootDir>/packages/console/testing/chromium-teardown.ts',
  testSequencer: '<rootDir>/testing/jest/sequencer.ts',
  reporters: ['default', '<rootDir>/packages/local/testing/flow-reporter.ts'],
  // Flow tests wait for their stack a good part of the time. On a busy machine more of them at once only wait longer.
  maxWorkers: Math.ceil(availableParallelism() * (isBusy ? 1.5 : 4)),
  // What test files leave behind in a worker only grows, and a large process takes too long to end.
  workerIdleMemoryLimit: '600MB',
  // Only a test that hangs waits this long: the machine may be busy with something else.
  testTimeout: isBusy ? 600_000 : 300_000,
  collectCoverageFrom: ['{cdk,packages/*}/{bin,lib,src}/**/*.ts', '!**/*.test.ts'],
  coverageProvider: 'v8',
  coverageReporters: ['text', 'lcov'],
};

export default config;
