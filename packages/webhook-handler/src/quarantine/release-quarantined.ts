import type { ProcessCallback } from '../process-callback.ts';
import { CallbackParseError } from '../providers/provider.ts';
import { publicUrlsOf } from '../public-urls.ts';
import type { VerifyCallback } from '../verify-callback.ts';
import { MAX_QUARANTINED_BYTES, type QuarantineStore, quarantinedRequest } from './quarantine-store.ts';

export type ReleaseResult =
  | { readonly released: true; readonly result: string }
  | { readonly released: false; readonly reason: string };

/**
 * Verifies a quarantined request again, with the secrets and the public URL of now, and processes it as if it had
 * come a moment ago. It leaves the quarantine only when that is done.
 */
export function createReleaseQuarantined(deps: {
  readonly store: QuarantineStore;
  readonly verify: VerifyCallback;
  readonly process: ProcessCallback;
  readonly baseUrl: string;
}) {
  return async (input: { readonly receivedAt: string; readonly id: string }): Promise<ReleaseResult> => {
    const item = await deps.store.read(input.receivedAt, input.id);
    if (item === undefined) return { released: false, reason: 'not_found' };
    if (item.bodyBytes > MAX_QUARANTINED_BYTES) return { released: false, reason: 'body_was_cut' };
    const stored = quarantinedRequest(item);
    const publicUrls = [
      ...new Set([...publicUrlsOf(deps.baseUrl, stored.path, undefined), ...stored.publicUrls]),
    ];
    const request = { ...stored, publicUrls };
    const failure = await deps.verify(request);
    if (failure !== undefined) return { released: false, reason: failure.code };
    try {
      const { kind } = await deps.process(request);
      await deps.store.remove(item);
      return { released: true, result: kind };
    } catch (error) {
      if (error instanceof CallbackParseError) return { released: false, reason: error.code };
      throw error;
    }
  };
}
