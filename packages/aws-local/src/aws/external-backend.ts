import { createForwarder } from '../http/forward.ts';
import type { JsonObject } from '../json.ts';
import type { Backend } from './backend.ts';
import { EMULATOR_ACCESS_KEY_ID } from './client-options.ts';
import { protocolOf, type Service } from './identify-call.ts';

/** Some do not see during a long poll that a delayed message becomes due: ElasticMQ is one. */
const LONGEST_POLL_SECONDS = 1;

const withShortPoll = (operation: string, input: JsonObject): string | undefined =>
  operation === 'ReceiveMessage' && Number(input.WaitTimeSeconds) > LONGEST_POLL_SECONDS
    ? JSON.stringify({ ...input, WaitTimeSeconds: LONGEST_POLL_SECONDS })
    : undefined;

/** Another emulator. Some keep a separate world for each access key and region; all calls go to one. */
export function externalBackend(service: Service, url: string, region: string): Backend {
  const forwarder = createForwarder();
  const { targetPrefix, contentType } = protocolOf(service);
  const address = `${url.replace(/\/+$/, '')}/`;
  return {
    call: (operation, input, raw, signal) => {
      const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
      const scope = `${EMULATOR_ACCESS_KEY_ID}/${time.slice(0, 8)}/${region}/${service}/aws4_request`;
      const headers = {
        'content-type': contentType,
        'x-amz-target': `${targetPrefix}.${operation}`,
        'x-amz-date': time,
        // Whoever is used here does not verify signatures.
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
      };
      return forwarder.send(address, headers, withShortPoll(operation, input) ?? raw, signal);
    },
    stop: async () => forwarder.stop(),
  };
}
