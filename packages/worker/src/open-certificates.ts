import type { SQSClient } from '@aws-sdk/client-sqs';
import { openClientKeys } from '@switchyard/aws-clients/open-client-keys';
import type { Clock } from '@switchyard/core/clock';
import { createClientIdentities } from './client-identities.ts';

/** What client certificates of endpoints take. */
export function openCertificates(
  sqs: SQSClient,
  { prefix, clock }: { readonly prefix: string; readonly clock: Clock },
) {
  const keys =
    prefix === ''
      ? undefined
      : // As the clients of the SDK find theirs.
        openClientKeys(sqs, { prefix, endpoint: process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER });
  return { keys, identities: createClientIdentities(keys, clock) };
}
