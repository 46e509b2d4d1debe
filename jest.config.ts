import type { Config } from 'jest';

const config: Config = {
  testEnvironment: 'node',
  roots: ['<rootDir>/cdk', '<rootDir>/packages', '<rootDir>/scripts'],
  testMatch: ['**/*.test.ts'],
  // The flow tests' stack, which starts when the first of them asks for it.
  globalSetup: '<rootDir>/packages/local/testing/flow-setup.ts',
  globalTeardown: '<rootDir>/packages/local/testing/flow-teardown.ts',
  reporters: ['default', '<rootDir>/packages/local/testing/flow-reporter.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  // Jest's own choice leaves one of two cores idle.
  maxWorkers: '100%',
  testTimeout: 20_000,
};

export default config;
