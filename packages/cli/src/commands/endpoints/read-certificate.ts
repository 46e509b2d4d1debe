import { readFile } from 'node:fs/promises';
import {
  checkedTls,
  type NewClientCertificate,
  TlsFieldError,
  tlsFieldSchema,
} from '@switchyard/core/endpoints/tls-field';
import { UsageError } from '../../errors.ts';
import type { DeploymentContext } from '../../session.ts';

const OPTIONS = { client_certificate: '--client-certificate', private_key: '--client-key' } as const;

/**
 * A certificate and its key from the files that are named.
 *
 * @returns undefined where none is
 * @throws UsageError that quotes nothing of them
 */
export async function readCertificate(
  { clock, clientKeys }: Pick<DeploymentContext, 'clock' | 'clientKeys'>,
  {
    clientCertificate,
    clientKey,
  }: {
    readonly clientCertificate?: string | undefined;
    readonly clientKey?: string | undefined;
  },
): Promise<NewClientCertificate | undefined> {
  if (clientCertificate === undefined && clientKey === undefined) return undefined;
  if (clientCertificate === undefined || clientKey === undefined)
    throw new UsageError('Give --client-certificate and --client-key together.');
  if (clientKeys === undefined)
    throw new UsageError(
      'This deployment takes no client certificates: deploy it with CLIENT_CERTIFICATES=true first.',
      'client_certificates_off',
    );
  const parsed = tlsFieldSchema.safeParse({
    client_certificate: await read('--client-certificate', clientCertificate),
    private_key: await read('--client-key', clientKey),
  });
  if (!parsed.success) throw new UsageError(`The files: ${parsed.error.issues[0]?.message}.`);
  try {
    return checkedTls(parsed.data, clock());
  } catch (error) {
    if (!(error instanceof TlsFieldError)) throw error;
    throw new UsageError(`${OPTIONS[error.field]} ${error.detail}.`, 'client_certificate_refused', error);
  }
}

async function read(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${option}: ${file} cannot be read.`, 'file_unreadable', error);
  }
}
