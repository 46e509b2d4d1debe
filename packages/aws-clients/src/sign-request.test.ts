import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import { createSigner } from './sign-request.ts';

const CREDENTIALS = { accessKeyId: 'AKIATEST', secretAccessKey: 'a secret', sessionToken: 'a session' };
const OPTIONS = { signingDate: new Date('2026-03-04T05:06:07.890Z'), signingRegion: 'eu-west-1' };

const aRequest = (body: string | Uint8Array) => ({
  method: 'POST',
  protocol: 'https:',
  hostname: 'dynamodb.eu-west-1.amazonaws.com',
  path: '/',
  query: {},
  headers: {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.GetItem',
    host: 'dynamodb.eu-west-1.amazonaws.com',
    'user-agent': 'switchyard',
  } as Record<string, string>,
  body,
});

/** As the SDK wants a hash. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined
        ? createHash('sha256')
        : createHmac(
            'sha256',
            ArrayBuffer.isView(secret)
              ? Buffer.from(secret.buffer, secret.byteOffset, secret.byteLength)
              : Buffer.from(String(secret)),
          );
  }
  update(data: Uint8Array) {
    this.#hash.update(data);
  }
  async digest() {
    return new Uint8Array(this.#hash.digest());
  }
  reset() {}
}

describe('a signature', () => {
  it.each([
    ['text', '{"TableName":"Events","Key":{"pk":{"S":"Zürich"}}}', 'dynamodb'],
    ['bytes', Buffer.from([0, 255, 10]), 'sqs'],
    ['nothing', '', 'sqs'],
  ])('of %s is the one that the SDK makes', async (_, body, signingService) => {
    const sdk = new SignatureV4({
      credentials: CREDENTIALS,
      region: 'us-east-1',
      service: signingService,
      sha256: Sha256,
      applyChecksum: false,
    });
    const options = { ...OPTIONS, signingService };
    const expected = await sdk.sign(aRequest(body), options);
    const signer = createSigner(async () => CREDENTIALS);

    expect((await signer.sign(aRequest(body), options)).headers).toEqual(expected.headers);
    // By the key that it has now.
    expect((await signer.sign(aRequest(body), options)).headers).toEqual(expected.headers);
  });

  it('is another on another day, and by other credentials', async () => {
    let credentials = CREDENTIALS;
    const signer = createSigner(async () => credentials);
    const authorization = async (signingDate: Date, with_ = signer) =>
      (await with_.sign(aRequest('{}'), { ...OPTIONS, signingService: 'sqs', signingDate })).headers
        .authorization;
    const fresh = (at: Date) =>
      authorization(
        at,
        createSigner(async () => credentials),
      );

    const [monday, tuesday] = [new Date('2026-03-02T12:00:00Z'), new Date('2026-03-03T12:00:00Z')];
    expect(await authorization(monday)).toBe(await fresh(monday));
    expect(await authorization(tuesday)).toBe(await fresh(tuesday));
    credentials = { ...CREDENTIALS, secretAccessKey: 'another secret' };
    expect(await authorization(tuesday)).toBe(await fresh(tuesday));
  });

  it('is made again of a request that is repeated', async () => {
    const signer = createSigner(async () => CREDENTIALS);
    const options = { ...OPTIONS, signingService: 'sqs' };
    const once = await signer.sign(aRequest('{}'), options);
    const again = await signer.sign({ ...once, headers: { ...once.headers } }, options);
    expect(again.headers).toEqual(once.headers);
  });

  it.each([
    ['GET', '/'],
    ['POST', '/path'],
  ])('is refused to %s %s, of which there is none', async (method, path) => {
    const signed = createSigner(async () => CREDENTIALS).sign({ ...aRequest(''), method, path });
    await expect(signed).rejects.toThrow(`this is ${method} ${path}.`);
  });
});
