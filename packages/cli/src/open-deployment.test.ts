import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from '@jest/globals';
import { awsError } from '../testing/fake-client.ts';
import { openDeployment, readLocalFile, readOutputs } from './open-deployment.ts';

const local = {
  hooks_url: 'http://127.0.0.1:3000',
  receiver_url: 'http://127.0.0.1:3001',
  lambda_endpoint: 'http://127.0.0.1:4000',
  dynamodb_endpoint: 'http://127.0.0.1:4000',
  sqs_endpoint: 'http://127.0.0.1:4000',
  secretsmanager_endpoint: 'http://127.0.0.1:4000',
  region: 'us-east-1',
  access_key_id: 'ASIAOPERATOR',
  functions: { 'dlq-processor': 'switchyard-dlq-processor' },
  queues: {},
  queue_urls: {},
  tables: { TenantIdentity: 'identity', TenantWebhookConfig: 'config', Events: 'events' },
  secrets: {},
  operator_token: 'token',
  pid: 4242,
};

async function fileWith(text: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'switchyard-cli-')), 'local.json');
  await writeFile(file, text);
  return file;
}

describe('the local stack', () => {
  it('is read from its file while its process lives', async () => {
    const file = await fileWith(JSON.stringify(local));
    expect(await readLocalFile(file, (pid) => pid === 4242)).toEqual({ ...local, settings: {}, topics: {} });
  });

  it('names what commands work on', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'switchyard-cli-'));
    await mkdir(join(directory, '.switchyard'));
    const functions = { ...local.functions, 'callback-spool': 'switchyard-callback-spool' };
    const file = { ...local, functions, secrets: { providers: 'arn:providers' }, pid: process.pid };
    await writeFile(join(directory, '.switchyard', 'local.json'), JSON.stringify(file));
    expect(await openDeployment({ stack: undefined, directory })).toMatchObject({
      eventsTable: 'events',
      callbackSpool: 'switchyard-callback-spool',
      providerSecrets: 'arn:providers',
    });
  });

  it('is called stale when its process has ended', async () => {
    const file = await fileWith(JSON.stringify(local));
    await expect(readLocalFile(file, () => false)).rejects.toMatchObject({
      code: 'local_stack_stale',
      message: expect.stringContaining('process 4242'),
    });
  });

  it('is not running where there is no file: the error names both ways on', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'switchyard-cli-'));
    await expect(openDeployment({ stack: undefined, directory })).rejects.toMatchObject({
      code: 'local_stack_not_running',
      message: expect.stringMatching(/pnpm dev.*--stack/),
    });
  });

  it.each([
    ['no JSON', '{'],
    ['another shape', '{"pid":1}'],
  ])('refuses a file of %s', async (_name, text) => {
    await expect(readLocalFile(await fileWith(text), () => true)).rejects.toMatchObject({
      code: 'local_file_malformed',
    });
  });
});

describe('a deployed stack', () => {
  const cloudFormation = (answer: () => unknown) =>
    Object.assign(new CloudFormationClient({ region: 'us-east-1' }), { send: async () => answer() });

  it('is read from its outputs', async () => {
    const Outputs = [{ OutputKey: 'HooksUrl', OutputValue: 'https://hooks' }, { OutputKey: 'TableEvents' }];
    expect(
      await readOutputs(
        cloudFormation(() => ({ Stacks: [{ Outputs }] })),
        'switchyard',
      ),
    ).toEqual({
      HooksUrl: 'https://hooks',
      TableEvents: '',
    });
  });

  it('is named in the error when it does not exist', async () => {
    const missing = cloudFormation(() => {
      throw awsError('ValidationError', 'Stack with id nope does not exist');
    });
    await expect(readOutputs(missing, 'nope')).rejects.toMatchObject({
      code: 'stack_not_found',
      message: expect.stringContaining('no stack nope'),
    });
  });

  it.each([
    ['ROLLBACK_COMPLETE', false, 'The next deployment makes it anew'],
    ['ROLLBACK_FAILED', true, 'It is protected from deletion, so the next deployment cannot take it away'],
  ])(
    'whose first deployment failed is none, and the way out is named: %s',
    async (status, isProtected, then) => {
      const failed = cloudFormation(() => ({
        Stacks: [{ StackStatus: status, EnableTerminationProtection: isProtected }],
      }));
      const error = await readOutputs(failed, 'switchyard-prod').catch((reason: unknown) => reason);

      expect(error).toMatchObject({ code: 'stack_never_deployed' });
      expect(String(error)).toContain(`switchyard-prod failed (${status})`);
      expect(String(error)).toContain(`${then}: see "A first deployment that failed" in docs/deploying.md`);
    },
  );
});
