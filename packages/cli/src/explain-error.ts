import { isAwsError, SwitchyardError } from '@switchyard/core/errors';
import * as z from 'zod';
import { UsageError } from './errors.ts';

export type ExplainedError = { readonly code: string; readonly message: string; readonly exitCode: 1 | 2 };

const CREDENTIALS_REFUSED = [
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
];

/** What an operator reads of an error: one line, and what to do about it where that is known. */
export function explainError(error: unknown): ExplainedError {
  if (error instanceof UsageError) return { code: error.code, message: error.message, exitCode: 2 };
  if (error instanceof SwitchyardError) return failed(error.code, error.message);
  if (!(error instanceof Error)) return failed('unexpected', String(error));

  if (isConnectionError(error)) {
    return failed(
      'unreachable',
      `The deployment does not answer (${connectionDetail(error)}). Is it still running?`,
    );
  }
  if (isAwsError(error, 'CredentialsProviderError')) {
    return failed(
      'credentials_missing',
      `There are no AWS credentials: set AWS_PROFILE or sign in first. (${error.message})`,
    );
  }
  if (CREDENTIALS_REFUSED.some((name) => isAwsError(error, name))) {
    return failed('credentials_refused', `AWS refuses your credentials: ${error.message}`);
  }
  if (isAwsError(error, 'AccessDenied') || isAwsError(error, 'AccessDeniedException')) {
    return failed('access_denied', `AWS does not allow you this: ${error.message}`);
  }
  if (/region is missing/i.test(error.message)) {
    return failed(
      'region_missing',
      'There is no AWS region: set AWS_REGION or choose a profile that has one.',
    );
  }
  if (error instanceof z.ZodError) {
    return failed('data_malformed', `A stored item is not as expected: ${z.prettifyError(error)}`);
  }
  return failed('unexpected', error.name === 'Error' ? error.message : `${error.name}: ${error.message}`);
}

const failed = (code: string, message: string): ExplainedError => ({ code, message, exitCode: 1 });

const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT']);

/** Node gathers the failed tries of a host with several addresses in an AggregateError, which has a code of its own. */
const systemCode = (error: Error): string | undefined =>
  'code' in error && typeof error.code === 'string' ? error.code : undefined;

const isConnectionError = (error: Error): boolean => UNREACHABLE.has(systemCode(error) ?? '');

const connectionDetail = (error: Error): string =>
  error.message === '' ? (systemCode(error) ?? error.name) : error.message;
