import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type CallLine, clientOptions, type LogLine } from '@switchyard/aws-local';
import { readCostInputs, type TableShape } from '@switchyard/local/cost';
import { type Session, synthesize } from '@switchyard/local/session';
import { openEmbeddedSession } from '../open-embedded-session.ts';
import type { Row, Section } from '../report/row.ts';
import { type Case, countEvent } from './count-event.ts';
import { FLOOR, unitRows } from './unit-rows.ts';

const KIB = 1_024;
const ATTEMPTS = 5;
/** Retries at once, which cost what later ones do. */
const SETTINGS = { RETRY_SCHEDULE: '0s', MAX_ATTEMPTS: String(ATTEMPTS) };

const delivered = (kib: number, endpoints = 1): Case => ({
  name: `${kib} KiB to ${endpoints === 1 ? 'an endpoint' : `${endpoints} endpoints`}`,
  payloadBytes: kib * KIB,
  endpoints,
  answers: [200],
});
const failing = (name: string, answers: readonly number[]): Case => ({
  ...delivered(1),
  name: `1 KiB, ${name}`,
  answers,
});

export const QUICK: readonly Case[] = [
  delivered(1),
  delivered(64),
  delivered(1, 3),
  failing('one retry', [503, 200]),
];
export const ALL: readonly Case[] = [
  ...[1, 4, 16, 64, 256].map((kib) => delivered(kib)),
  ...[3, 10].map((endpoints) => delivered(1, endpoints)),
  failing('one retry', [503, 200]),
  failing(
    `dead after ${ATTEMPTS} attempts`,
    Array.from({ length: ATTEMPTS }, () => 503),
  ),
];

/** What events use of AWS and cost there, counted while they pass through the stack that would be deployed. */
export async function measureUnits(cases: readonly Case[]): Promise<Section> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    await synthesize(directory, { ...process.env, ...SETTINGS });
    return await countUnits(directory, cases);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The same, of an assembly that is there. Its retries are made at once. */
export async function countUnits(assemblyDirectory: string, cases: readonly Case[]): Promise<Section> {
  const inputs = await readCostInputs();
  const calls: CallLine[] = [];
  const lines: LogLine[] = [];
  const session = await openEmbeddedSession({
    assemblyDirectory,
    onCall: (call) => calls.push(call),
    onLog: (line) => lines.push(line),
  });
  try {
    const tables = await describeTables(session);
    const rows: Row[] = [];
    for (const each of cases)
      rows.push(...unitRows(await countEvent({ ...session, tables, calls, lines }, each), inputs));
    return {
      title: 'Units and dollars',
      note: `Of one event, counted in this run; prices of ${inputs.prices.region} of ${inputs.prices.readOn} (docs/cost/prices.json), each delivery an invocation of its own, what is counted of a minute left out. The floor: ${FLOOR}.`,
      rows,
    };
  } finally {
    await session.close();
  }
}

async function describeTables({ stack, deployment }: Session): Promise<Readonly<Record<string, TableShape>>> {
  const client = new DynamoDBClient(clientOptions(stack.dynamodbEndpoint, stack.region, stack.accessKeyId));
  const names = (schema: readonly { readonly AttributeName?: string | undefined }[] | undefined) =>
    (schema ?? []).map(({ AttributeName = '' }) => AttributeName);
  const describe = async (TableName = ''): Promise<[string, TableShape]> => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const indexes = (Table?.GlobalSecondaryIndexes ?? []).map(({ KeySchema }) => names(KeySchema));
    return [TableName, { keys: names(Table?.KeySchema), indexes }];
  };
  const { Events, TenantWebhookConfig } = deployment.tables;
  const shapes = await Promise.all([describe(Events), describe(TenantWebhookConfig)]);
  client.destroy();
  return Object.fromEntries(shapes);
}
