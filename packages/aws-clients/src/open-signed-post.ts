import type { SQSClient } from '@aws-sdk/client-sqs';
import { SignatureV4 } from '@smithy/signature-v4';

export type SignedPost = (
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<{ readonly status: number; readonly text: string }>;

/**
 * Calls a service with the connections, credentials and signature of a client that is there anyway: a client of its own
 * is 24 KB more for a function to load at each start, for a call that is rarely made.
 *
 * @param service as it is signed for, and its name in addresses
 * @param endpoint where it is not AWS' own
 */
export function openSignedPost(
  { config }: SQSClient,
  service: string,
  endpoint: string | undefined,
): SignedPost {
  const { credentials, sha256, requestHandler } = config;
  const signer = new SignatureV4({ service, region: config.region, credentials, sha256 });
  return async (headers, body) => {
    const region = await config.region();
    const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    const { protocol, hostname, port, host } = new URL(endpoint ?? `https://${service}.${region}.${suffix}`);
    const request = await signer.sign({
      method: 'POST',
      protocol,
      hostname,
      ...(port === '' ? {} : { port: Number(port) }),
      path: '/',
      query: {},
      headers: { host, ...headers },
      body,
    });
    const { response } = await requestHandler.handle(request);
    const text = await config.utf8Encoder(await config.streamCollector(response.body));
    return { status: response.statusCode, text };
  };
}
