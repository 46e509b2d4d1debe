import { Readable } from 'node:stream';
import type { Endpoint } from '@switchyard/core/endpoints';
import type { TenantIdentity } from '@switchyard/core/tenants';
import { createTestTables } from '@switchyard/core/testing';
import pc from 'picocolors';
import type { OpenDeployment } from '../src/open-deployment.ts';
import type { Session } from '../src/session.ts';
import { clock, countingRandom } from './builders.ts';

const never = (): never => {
  throw new Error('This test does not expect it');
};

/** A local stack in memory, but for what a test says. */
export const aDeployment = (overrides: Partial<OpenDeployment> = {}): OpenDeployment => ({
  kind: 'local',
  stack: undefined,
  hooksUrl: 'https://hooks.example.com',
  receiverUrl: 'https://receiver.example.com',
  named: {
    functions: {},
    queueUrls: { control: 'https://sqs.example/control', delivery: 'https://sqs.example/delivery' },
    tables: {},
    secrets: {},
  },
  identityTable: 'Identity',
  endpointsTable: 'Endpoints',
  eventsTable: 'Events',
  retryDefaults: { schedule: [60_000], maxAttempts: 5, timeoutMs: 20_000 },
  dlqProcessor: 'switchyard-dlq-processor',
  callbackSpool: 'switchyard-callback-spool',
  providerSecrets: 'arn:providers',
  usagePlans: new Map(),
  apiGateway: { send: never },
  dynamoDb: { send: never },
  documents: createTestTables().documents,
  lambda: { send: never },
  secretsManager: { send: never },
  sqs: { send: never },
  ...overrides,
});

export type TestSessionOptions = Partial<Omit<Session, 'output'>> & {
  readonly keys?: readonly TenantIdentity[];
  readonly endpoints?: readonly Endpoint[];
  readonly deployment?: Partial<OpenDeployment>;
};

/** A session on tables in memory, whose output is `lines`, one JSON document or line of progress each. */
export function testSession(options: TestSessionOptions = {}) {
  const { keys = [], endpoints = [], deployment, ...rest } = options;
  const tables = createTestTables();
  for (const key of keys) tables.identity.store(key);
  for (const endpoint of endpoints) tables.endpoints.store(endpoint);
  const lines: string[] = [];
  const base = {
    clock,
    random: countingRandom(),
    sleep: async () => undefined,
  };
  const time = { ...base, ...rest };
  const session: Session = {
    ...base,
    output: {
      canAsk: true,
      colors: pc.createColors(false),
      print: (value) => lines.push(JSON.stringify(value)),
      error: never,
      progress: (label) => {
        const push = (line: string) => lines.push(line);
        push(label);
        return { advance: (_step, message) => push(message), stop: push, fail: push };
      },
    },
    open: async () => ({
      ...aDeployment({ documents: tables.documents, ...deployment }),
      clock: time.clock,
      random: time.random,
      sleep: time.sleep,
    }),
    openAccount: never,
    fetch: never,
    environment: {},
    directory: '/nowhere',
    stdin: Readable.from([]),
    confirm: never,
    readSecret: never,
    untilInterrupted: () => new AbortController().signal,
    ...rest,
  };
  return {
    session,
    tables,
    lines,
    keys: () => tables.identity.items(),
    endpoints: () => tables.endpoints.items(),
  };
}
