import type { Config } from 'jest';

const config: Config = {
  testEnvironment: 'node',
  roots: ['<rootDir>/cdk', '<rootDir>/packages', '<rootDir>/scripts'],
  testMatch: ['**/*.test.ts'],
  // What test files share: each part starts when the first of them asks for it.
  globalSetup: '<rootDir>/testing/set-up.ts',
  globalTeardown: '<rootDir>/testing/tear-down.ts',
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
