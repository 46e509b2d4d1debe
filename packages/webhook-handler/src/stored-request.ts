import type { StoredRequest } from '@switchyard/core/quarantine';
import type { CallbackRequest } from './callback-request.ts';
import { keptHeaders } from './providers/index.ts';
import type { VerifiedRequest } from './verified-request.ts';

/** As the spool and the quarantine keep it. */
export function toStoredRequest(
  request: CallbackRequest & Pick<Partial<VerifiedRequest>, 'account'>,
): StoredRequest {
  const { rawBody: _, sourceIp: __, headers, query, publicUrls, ...rest } = request;
  return {
    ...rest,
    headers: Object.fromEntries(
      keptHeaders(request.route).flatMap((name) =>
        headers[name] === undefined ? [] : [[name, headers[name]]],
      ),
    ),
    query: query.map(([name, value]) => [name, value]),
    publicUrls: [...publicUrls],
  };
}

export const fromStoredRequest = (stored: StoredRequest, rawBody: Uint8Array): CallbackRequest => ({
  ...stored,
  rawBody,
});
