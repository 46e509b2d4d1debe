import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LocalStack } from '@switchyard/aws-local';
import { type LocalDeployment, localDeploymentSchema } from '@switchyard/core/deployment';
import { describeLocalStack, removeLocalJson, writeLocalJson } from './local-json.ts';

/** Above every process id of Linux and macOS. */
const NOBODY = 4_194_305;

let path: string;
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'switchyard-local-json-')), '.switchyard', 'local.json');
});
afterEach(() => rm(dirname(dirname(path)), { recursive: true }));

const url = 'http://127.0.0.1:4000';
const deployment = {
  hooksUrl: `${url}/hooks`,
  receiverUrl: `${url}/receiver`,
  functions: { 'dlq-processor': 'switchyard-dlq-processor' },
  queueUrls: { delivery: `${url}/000000000000/switchyard-local-Queue1` },
  tables: { Events: 'switchyard-local-Events1' },
  secrets: {},
  topics: {},
  settings: { MAX_ATTEMPTS: '5' },
};
const stack = {
  region: 'us-east-1',
  accessKeyId: 'ASIAOPERATOR',
  lambdaEndpoint: url,
  dynamodbEndpoint: url,
  sqsEndpoint: url,
  secretsManagerEndpoint: url,
} as Partial<LocalStack> as LocalStack;

const content = (pid = process.pid): LocalDeployment => ({
  ...describeLocalStack(stack, deployment, 'token'),
  pid,
});
const names = async () => readdir(dirname(path));

describe('local.json', () => {
  it('says what other programs read there', async () => {
    await writeLocalJson(path, content());
    const read = localDeploymentSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    expect(read).toEqual({
      hooks_url: `${url}/hooks`,
      receiver_url: `${url}/receiver`,
      lambda_endpoint: url,
      dynamodb_endpoint: url,
      sqs_endpoint: url,
      secretsmanager_endpoint: url,
      region: 'us-east-1',
      access_key_id: 'ASIAOPERATOR',
      functions: deployment.functions,
      queues: { delivery: 'switchyard-local-Queue1' },
      queue_urls: deployment.queueUrls,
      tables: deployment.tables,
      secrets: {},
      settings: { MAX_ATTEMPTS: '5' },
      operator_token: 'token',
      pid: process.pid,
    });
  });

  it('is for its owner only, since it holds a token, and leaves no draft', async () => {
    await writeLocalJson(path, content());
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await names()).toEqual(['local.json']);
  });

  it('is removed by the process that wrote it', async () => {
    await writeLocalJson(path, content());
    removeLocalJson(path);
    expect(await names()).toEqual([]);
    removeLocalJson(path);
  });

  it('of another stack that runs is left alone', async () => {
    await writeLocalJson(path, content(process.ppid));
    removeLocalJson(path);
    expect(await names()).toEqual(['local.json']);
  });

  it('of a stack that was killed is removed, and what cannot be read too', async () => {
    await writeLocalJson(path, content(NOBODY));
    removeLocalJson(path);
    expect(await names()).toEqual([]);
    await writeFile(path, '{"pid":');
    removeLocalJson(path);
    expect(await names()).toEqual([]);
  });
});
