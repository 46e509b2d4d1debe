import type { SQSClient } from '@aws-sdk/client-sqs';
import type { ClientKeys } from '@switchyard/core/endpoints';
import { UnavailableError } from '@switchyard/core/errors';
import * as z from 'zod';
import { openSignedPost } from './open-signed-post.ts';

const TRIES = 2;

const valueSchema = z.object({ SecretString: z.string() });
/** In AWS' JSON protocol: `ResourceNotFoundException`, perhaps with a namespace before it. */
const errorSchema = z.object({ __type: z.string() });

/**
 * The secrets below a prefix in Secrets Manager, over the connections of another client.
 *
 * @param kmsKeyId what new ones are encrypted with; absent or empty: AWS' own key
 */
export function openClientKeys(
  sqs: SQSClient,
  options: {
    readonly prefix: string;
    readonly kmsKeyId?: string;
    readonly endpoint: string | undefined;
  },
): ClientKeys {
  const { prefix, kmsKeyId = '' } = options;
  const post = openSignedPost(sqs, 'secretsmanager', options.endpoint);

  async function once(operation: string, body: string) {
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `secretsmanager.${operation}`,
    };
    const { status, text } = await post(headers, body);
    if (status === 200) return { code: undefined, text };
    const code = /\w+$/.exec(errorSchema.safeParse(parseJson(text)).data?.__type ?? '')?.[0];
    // Of what is refused the text is left out: it may quote what was sent.
    if (code === undefined || status >= 500 || code === 'ThrottlingException')
      throw new UnavailableError(`Secrets Manager answered ${operation} with ${status} ${code ?? ''}.`);
    return { code, text: '' };
  }

  /** @returns the error's name, or the answer's text */
  async function call(operation: string, input: object) {
    const body = JSON.stringify(input);
    for (let tried = 1; ; tried += 1) {
      try {
        return await once(operation, body);
      } catch (error) {
        if (tried === TRIES) throw error;
      }
    }
  }

  const refused = (operation: string, code: string) =>
    new UnavailableError(`Secrets Manager refused ${operation}: ${code}.`);

  return {
    async create({ name, version, text, description }) {
      const { code } = await call('CreateSecret', {
        Name: `${prefix}${name}`,
        ClientRequestToken: version,
        Description: description,
        SecretString: text,
        ...(kmsKeyId === '' ? {} : { KmsKeyId: kmsKeyId }),
      });
      // Its name has the version in it: that is the same, made by a call whose answer was lost.
      if (code !== undefined && code !== 'ResourceExistsException') throw refused('CreateSecret', code);
    },
    async read(name) {
      const { code, text } = await call('GetSecretValue', { SecretId: `${prefix}${name}` });
      if (code === undefined) return valueSchema.parse(JSON.parse(text)).SecretString;
      if (code === 'ResourceNotFoundException') return undefined;
      throw refused('GetSecretValue', code);
    },
    async delete(name) {
      const input = { SecretId: `${prefix}${name}`, ForceDeleteWithoutRecovery: true };
      const { code } = await call('DeleteSecret', input);
      if (code !== undefined && code !== 'ResourceNotFoundException') throw refused('DeleteSecret', code);
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
