import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { isAwsError } from '@switchyard/core/errors';
import type { OpenDeployment } from '../open-deployment.ts';
import { DEPLOY } from './check-stack.ts';
import { type Finding, fail, ok, orFailure, skipped, warn } from './finding.ts';

/** Whether the tables serve, forget what has expired, and could be restored. */
export async function checkTables({
  kind,
  dynamoDb,
  named,
}: Pick<OpenDeployment, 'kind' | 'dynamoDb' | 'named'>): Promise<Finding[]> {
  const tables = Object.entries(named.tables);
  const served = await Promise.all(
    tables.map(([name, tableName]) => orFailure(name, () => checkServed(dynamoDb, name, tableName))),
  );
  const serves = served.flat();
  if (kind === 'local') {
    return [
      ...serves,
      skipped('backups', 'expiry and point-in-time recovery are AWS’s own; not on this machine'),
    ];
  }
  if (serves.some(({ state }) => state === 'fail')) return serves;
  const backups = await Promise.all(
    tables.map(([name, tableName]) => orFailure(name, () => checkBackups(dynamoDb, name, tableName))),
  );
  const { Events } = named.tables;
  const expiry = Events === undefined ? [] : await orFailure('Events', () => checkExpiry(dynamoDb, Events));
  return [...serves, ...backups.flat(), ...expiry];
}

async function checkServed(
  dynamoDb: OpenDeployment['dynamoDb'],
  name: string,
  tableName: string,
): Promise<Finding> {
  try {
    const { Table } = await dynamoDb.send(new DescribeTableCommand({ TableName: tableName }));
    const indexes = (Table?.GlobalSecondaryIndexes ?? []).filter(
      ({ IndexStatus }) => IndexStatus !== 'ACTIVE',
    );
    if (Table?.TableStatus !== 'ACTIVE')
      return warn(name, `is ${Table?.TableStatus}, not ACTIVE`, 'wait for it');
    const [index] = indexes;
    if (index === undefined) return ok(name, 'is ACTIVE');
    return warn(name, `its index ${index.IndexName} is ${index.IndexStatus}`, 'wait for it');
  } catch (error) {
    if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
    return fail(name, `there is no table ${tableName}`, 'restore it from its backup, under the same name');
  }
}

async function checkBackups(
  dynamoDb: OpenDeployment['dynamoDb'],
  name: string,
  tableName: string,
): Promise<Finding[]> {
  const { ContinuousBackupsDescription: backups } = await dynamoDb.send(
    new DescribeContinuousBackupsCommand({ TableName: tableName }),
  );
  const state = backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
  return state === 'ENABLED' ? [] : [warn(name, 'has no point-in-time recovery', DEPLOY)];
}

async function checkExpiry(dynamoDb: OpenDeployment['dynamoDb'], tableName: string): Promise<Finding[]> {
  const { TimeToLiveDescription: expiry } = await dynamoDb.send(
    new DescribeTimeToLiveCommand({ TableName: tableName }),
  );
  const isOn = expiry?.TimeToLiveStatus === 'ENABLED' || expiry?.TimeToLiveStatus === 'ENABLING';
  return isOn ? [] : [warn('Events', 'nothing in it expires, so it grows without end', DEPLOY)];
}
