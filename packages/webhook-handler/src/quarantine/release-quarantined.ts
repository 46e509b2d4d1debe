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

/**
 * Verifies a quarantined request again, with the secrets and the public URL of now, and processes it as if it had
 * come a moment ago. It leaves the quarantine only when that is done.
 */
export async function releaseQuarantined(
  context: ReleaseContext,
  input: { readonly receivedAt: string; readonly id: string },
): Promise<ReleaseResult> {
  const item = await readQuarantined(context, input);
  if (item === undefined) return { released: false, reason: 'not_found' };
  if (item.body.length < item.bodyBytes) return { released: false, reason: 'body_was_cut' };
  const stored = fromStoredRequest(item.request, item.body);
  const publicUrls = [
    ...new Set([...publicUrlsOf(context.baseUrl, stored.path, undefined), ...stored.publicUrls]),
  ];
  try {
    const request = await verifyCallback(context, { ...stored, publicUrls });
    const { kind } = await processCallback(context, request);
    await removeQuarantined(context, input);
    return { released: true, result: kind };
  } catch (error) {
    if (error instanceof SignatureError || isUnacceptable(error))
      return { released: false, reason: error.code };
    throw error;
  }
}
