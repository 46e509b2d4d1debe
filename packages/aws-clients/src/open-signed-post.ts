import type { SQSClient } from '@aws-sdk/client-sqs';
import { createSigner } from './sign-request.ts';

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
  const { credentials, requestHandler } = config;
  const signer = createSigner(credentials);
  return async (headers, body) => {
    const region = await config.region();
    const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    const { protocol, hostname, port, host } = new URL(endpoint ?? `https://${service}.${region}.${suffix}`);
    const request = await signer.sign(
      {
        method: 'POST',
        protocol,
        hostname,
        ...(port === '' ? {} : { port: Number(port) }),
        path: '/',
        query: {},
        headers: { host, ...headers },
        body,
      },
      { signingRegion: region, signingService: service },
    );
    const { response } = await requestHandler.handle(request);
    const text = await config.utf8Encoder(await config.streamCollector(response.body));
    return { status: response.statusCode, text };
  };
}
