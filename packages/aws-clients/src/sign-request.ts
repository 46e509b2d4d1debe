import { createHmac, hash } from 'node:crypto';

type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
};
type SignedRequest = {
  readonly method: string;
  readonly path: string;
  headers: Record<string, string>;
  body?: unknown;
};
/** As the SDK's client knows them at each call. */
type SigningOptions = {
  readonly signingDate?: Date | number | string;
  readonly signingRegion?: string;
  readonly signingService?: string;
};

/** Beside `x-amz-…`. What proxies change, such as `user-agent`, is not signed. */
const SIGNED = ['content-type', 'host'];

/**
 * Signature Version 4 of `POST /`, as which every call of a JSON or query service comes:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html. The SDK's own signer is made
 * anew for each call and looks for its key by another HMAC; this is a fifth of its work.
 */
export function createSigner(credentials: () => Promise<Credentials>) {
  let last: { readonly scope: string; readonly secret: string; readonly key: HmacKey } | undefined;

  function keyOf(secret: string, scope: string): HmacKey {
    if (last?.scope !== scope || last.secret !== secret) {
      let key = Buffer.from(`AWS4${secret}`);
      for (const part of scope.split('/')) key = createHmac('sha256', key).update(part).digest();
      last = { scope, secret, key: hmacKey(key) };
    }
    return last.key;
  }

  return {
    async sign<Request extends SignedRequest>(
      request: Request,
      options: SigningOptions = {},
    ): Promise<Request> {
      const { signingDate = Date.now(), signingRegion, signingService } = options;
      const { method, path, headers, body = '' } = request;
      const { accessKeyId, secretAccessKey, sessionToken } = await credentials();
      if (method !== 'POST' || path !== '/' || !(typeof body === 'string' || body instanceof Uint8Array))
        throw new TypeError(`Only a POST / with text or bytes is signed, and this is ${method} ${path}.`);

      const time = new Date(signingDate).toISOString().replaceAll(/[-:]|\.\d+/g, '');
      const scope = `${time.slice(0, 8)}/${signingRegion}/${signingService}/aws4_request`;
      headers['x-amz-date'] = time;
      if (sessionToken !== undefined) headers['x-amz-security-token'] = sessionToken;

      const names = Object.keys(headers)
        .filter((name) => name.startsWith('x-amz-') || SIGNED.includes(name))
        .sort();
      const canonicalHeaders = names.map((name) => `${name}:${headers[name]?.trim()}\n`).join('');
      const signedHeaders = names.join(';');
      const canonical = `POST\n/\n\n${canonicalHeaders}\n${signedHeaders}\n${hash('sha256', body)}`;
      const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash('sha256', canonical)}`;
      const signature = hmac(keyOf(secretAccessKey, scope), text);
      headers.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
      return request;
    },
  };
}

type HmacKey = { readonly inner: Buffer; readonly outer: Buffer };
const BLOCK_BYTES = 64;

/** A key of up to a block, as HMAC (RFC 2104) mixes it in before and after. */
const hmacKey = (key: Buffer): HmacKey => {
  const padded = (pad: number) => Buffer.alloc(BLOCK_BYTES).map((_, index) => (key[index] ?? 0) ^ pad);
  return { inner: Buffer.from(padded(0x36)), outer: Buffer.from(padded(0x5c)) };
};

/** By two hashes at once: `createHmac` looks at what kind of key it has each time, which takes longer than both. */
const hmac = ({ inner, outer }: HmacKey, text: string): string =>
  hash('sha256', Buffer.concat([outer, hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer')]));
