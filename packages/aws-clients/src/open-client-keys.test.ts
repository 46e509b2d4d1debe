import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import type { ClientKeys } from '@switchyard/core/endpoints';
import { AWS_CLIENT_DEFAULTS } from './client-defaults.ts';
import { openClientKeys } from './open-client-keys.ts';

type Call = { readonly target: unknown; readonly input: unknown };
type Answer = { readonly status: number; readonly body: string };

const OK: Answer = { status: 200, body: '{}' };
const failed = (type: string, status = 400): Answer => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws#${type}`, Message: 'hunter2' }),
});

/** A Secrets Manager that gives these answers, the last one again and again. */
async function withSecrets(
  answers: readonly Answer[],
  run: (keys: ClientKeys, calls: readonly Call[]) => Promise<void>,
  kmsKeyId?: string,
): Promise<void> {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    calls.push({ target: request.headers['x-amz-target'], input: JSON.parse(text) });
    const { status, body } = answers[Math.min(calls.length, answers.length) - 1] ?? OK;
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const sqs = new SQSClient({
    ...AWS_CLIENT_DEFAULTS,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
  });
  try {
    const endpoint = `http://127.0.0.1:${port}`;
    const options = { prefix: 'switchyard-dev/keys/', endpoint };
    await run(openClientKeys(sqs, kmsKeyId === undefined ? options : { ...options, kmsKeyId }), calls);
  } finally {
    sqs.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const SECRET = { name: 'acme/default/1', version: crypto.randomUUID(), text: 'x', description: 'd' };

describe('the secrets of endpoints', () => {
  it('are made below the prefix, under the key of the deployment', async () => {
    const input = {
      Name: 'switchyard-dev/keys/acme/default/1',
      ClientRequestToken: SECRET.version,
      Description: 'd',
      SecretString: 'x',
    };
    const made = (more: object) => [{ target: 'secretsmanager.CreateSecret', input: { ...input, ...more } }];
    await withSecrets([OK], async (keys, calls) => {
      await keys.create(SECRET);
      expect(calls).toEqual(made({}));
    });
    await withSecrets(
      [OK],
      async (keys, calls) => {
        await keys.create(SECRET);
        expect(calls).toEqual(made({ KmsKeyId: 'arn:key' }));
      },
      'arn:key',
    );
  });

  it('that are there already are those that a lost answer was about', async () => {
    await withSecrets(
      [failed('InternalServiceError', 500), failed('ResourceExistsException')],
      async (keys, calls) => {
        await keys.create(SECRET);
        expect(calls).toHaveLength(2);
      },
    );
  });

  it('are read, and one that is not there is none', async () => {
    const value = { status: 200, body: JSON.stringify({ SecretString: 'text' }) };
    await withSecrets([value, failed('ResourceNotFoundException')], async (keys, calls) => {
      expect([await keys.read('a'), await keys.read('b')]).toEqual(['text', undefined]);
      expect(calls[0]).toEqual({
        target: 'secretsmanager.GetSecretValue',
        input: { SecretId: 'switchyard-dev/keys/a' },
      });
    });
  });

  it('are deleted for good, also twice', async () => {
    await withSecrets([OK, failed('ResourceNotFoundException')], async (keys, calls) => {
      await keys.delete('a');
      await keys.delete('a');
      expect(calls[0]).toEqual({
        target: 'secretsmanager.DeleteSecret',
        input: { SecretId: 'switchyard-dev/keys/a', ForceDeleteWithoutRecovery: true },
      });
    });
  });

  it.each<[string, Answer, number]>([
    ['is refused', failed('AccessDeniedException'), 1],
    ['is throttled, after another try', failed('ThrottlingException'), 2],
    ['fails, after another try', { status: 503, body: '<html>' }, 2],
  ])('are out of reach when a call %s, in words that repeat nothing', async (_, answer, tries) => {
    await withSecrets([answer], async (keys, calls) => {
      const error: unknown = await keys.create(SECRET).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'unavailable', message: expect.not.stringContaining('hunter2') });
      expect(calls).toHaveLength(tries);
      await expect(keys.read('a')).rejects.toMatchObject({ code: 'unavailable' });
      await expect(keys.delete('a')).rejects.toMatchObject({ code: 'unavailable' });
    });
  });
});
