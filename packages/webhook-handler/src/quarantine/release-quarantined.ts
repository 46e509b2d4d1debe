import { readQuarantined, removeQuarantined } from '@switchyard/core/quarantine';
import { SignatureError } from '@switchyard/core/signatures';
import { type ProcessCallbackContext, processCallback } from '../process-callback.ts';
import { isUnacceptable } from '../providers/provider.ts';
import { publicUrlsOf } from '../public-urls.ts';
import { fromStoredRequest } from '../stored-request.ts';
import { type VerifyCallbackContext, verifyCallback } from '../verify-callback.ts';

export type ReleaseContext = ProcessCallbackContext &
  VerifyCallbackContext & {
    /** Without a trailing slash. */
    readonly baseUrl: string;
  };

export type ReleaseResult =
  | { readonly released: true; readonly result: string }
  | { readonly released: false; readonly reason: string };

export type ReverifyResult =
  | { readonly verified: true }
  | { readonly verified: false; readonly reason: string };

type QuarantineId = { readonly receivedAt: string; readonly id: string };

/**
 * Verifies a quarantined request again, with the secrets and the public URL of now, and processes it as if it had
 * come a moment ago. It leaves the quarantine only when that is done.
 */
export async function releaseQuarantined(
  context: ReleaseContext,
  input: QuarantineId,
): Promise<ReleaseResult> {
  try {
    const request = await verified(context, input);
    if (typeof request === 'string') return { released: false, reason: request };
    const { kind } = await processCallback(context, request);
    await removeQuarantined(context, input);
    return { released: true, result: kind };
  } catch (error) {
    return { released: false, reason: reasonOf(error) };
  }
}

/** Verifies it again and does nothing else: it stays where it is. */
export async function reverifyQuarantined(
  context: ReleaseContext,
  input: QuarantineId,
): Promise<ReverifyResult> {
  try {
    const request = await verified(context, input);
    return typeof request === 'string' ? { verified: false, reason: request } : { verified: true };
  } catch (error) {
    return { verified: false, reason: reasonOf(error) };
  }
}

/** @returns why it cannot be verified, where it is not there or not whole */
async function verified(context: ReleaseContext, input: QuarantineId) {
  const item = await readQuarantined(context, input);
  if (item === undefined) return 'not_found';
  if (item.body.length < item.bodyBytes) return 'body_was_cut';
  const stored = fromStoredRequest(item.request, item.body);
  const publicUrls = [
    ...new Set([...publicUrlsOf(context.baseUrl, stored.path, undefined), ...stored.publicUrls]),
  ];
  return verifyCallback(context, { ...stored, publicUrls });
}

/** @throws what says nothing of the request */
function reasonOf(error: unknown): string {
  if (error instanceof SignatureError || isUnacceptable(error)) return error.code;
  throw error;
}
