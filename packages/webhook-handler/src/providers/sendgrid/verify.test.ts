import { describe, expect, it } from '@jest/globals';
import { EventWebhook } from '@sendgrid/eventwebhook';
import type { ProviderSecrets } from '@switchyard/core/providers';
import type { SignatureErrorCode } from '@switchyard/core/signatures';
import { bodyOf, rows, vectors } from '../../../../core/testing/vectors.ts';
import { aMail } from '../../../testing/mail-fixtures.ts';
import { createSendGridKeys, providerSecrets, SENDGRID_KEYS } from '../../../testing/provider-secrets.ts';
import { sendGridRequest, tampered } from '../../../testing/signed-requests.ts';
import type { CallbackRequest } from '../../callback-request.ts';
import { verifySendGridMail } from './verify.ts';

type SendGridSecrets = NonNullable<ProviderSecrets['sendgrid']>;

const verify = (request: CallbackRequest, secrets: ProviderSecrets) =>
  verifySendGridMail(request, { secrets, legacySignatureRoutes: [] });
const OTHER_KEYS = createSendGridKeys();
const refusal = (code: SignatureErrorCode) => expect.objectContaining({ name: 'SignatureError', code });
const secretsOf = (sendgrid: Partial<SendGridSecrets>): ProviderSecrets => ({
  sendgrid: { publicKeys: [], basicAuth: [], pathSegments: [], eventWebhookPublicKeys: [], ...sendgrid },
});
const unsigned = (options: { pathSegment?: string; basicAuth?: string } = {}) =>
  sendGridRequest({ parts: aMail(), privateKey: undefined, ...options }).callback;

describe('sendgrid_inbound_parse vectors', () => {
  type Vector = (typeof vectors.sendgrid_inbound_parse)[number];
  const check = (vector: Vector) => () =>
    verify(
      { ...unsigned(), headers: Object.fromEntries(vector.headers), rawBody: bodyOf(vector) },
      secretsOf({ publicKeys: vector.publicKeys }),
    );

  it.each(rows(vectors.sendgrid_inbound_parse.filter(({ valid }) => valid)))('accepts: %s', (_, vector) => {
    expect(check(vector)).not.toThrow();
  });

  it.each(rows(vectors.sendgrid_inbound_parse.filter(({ valid }) => !valid)))('refuses: %s', (_, vector) => {
    expect(check(vector)).toThrow(expect.objectContaining({ name: 'SignatureError' }));
  });
});

describe('signed parse', () => {
  const request = sendGridRequest({ parts: aMail() });

  it('is what SendGrid’s own library accepts too', () => {
    const { headers, rawBody } = request.callback;
    const library = new EventWebhook();
    const accepted = library.verifySignature(
      library.convertPublicKeyToECDSA(SENDGRID_KEYS.publicKey),
      Buffer.from(rawBody),
      headers['x-twilio-email-event-webhook-signature'] ?? '',
      headers['x-twilio-email-event-webhook-timestamp'] ?? '',
    );
    expect(accepted).toBe(true);
    expect(() => verify(request.callback, providerSecrets())).not.toThrow();
  });

  it('is accepted with binary content, where the library fails', () => {
    const file = { name: 'attachment1', filename: 'a.bin', content: Buffer.from([0xff, 0x00, 0xc3, 0x28]) };
    const { callback } = sendGridRequest({ parts: [...aMail(), file] });
    expect(() => verify(callback, providerSecrets())).not.toThrow();
  });

  it('is accepted with any of several keys', () => {
    const secrets = secretsOf({ publicKeys: [OTHER_KEYS.publicKey, SENDGRID_KEYS.publicKey] });
    expect(() => verify(request.callback, secrets)).not.toThrow();
  });

  it('is refused under another key', () => {
    expect(() => verify(request.callback, secretsOf({ publicKeys: [OTHER_KEYS.publicKey] }))).toThrow(
      refusal('signature_mismatch'),
    );
  });

  it('is refused with another body', () => {
    const { callback } = tampered(request, Buffer.from('x'));
    expect(() => verify(callback, providerSecrets())).toThrow(refusal('signature_mismatch'));
  });

  it('is not replaced by a path segment or basic auth once a key is configured', () => {
    const secrets = secretsOf({
      publicKeys: [SENDGRID_KEYS.publicKey],
      pathSegments: ['s3cret'],
      basicAuth: ['u:p'],
    });
    expect(() => verify(unsigned({ pathSegment: 's3cret', basicAuth: 'u:p' }), secrets)).toThrow(
      refusal('header_missing'),
    );
  });
});

describe('a shared secret', () => {
  const secrets = secretsOf({ pathSegments: ['old', 'new'], basicAuth: ['user:pa:ss', 'üser:wörd'] });

  it.each([
    [{ pathSegment: 'old' }],
    [{ pathSegment: 'new' }],
    [{ basicAuth: 'user:pa:ss' }],
    [{ basicAuth: 'üser:wörd' }],
    [{ pathSegment: 'wrong', basicAuth: 'user:pa:ss' }],
  ])('is accepted: %j', (options) => {
    expect(() => verify(unsigned(options), secrets)).not.toThrow();
  });

  it.each([
    [{ pathSegment: 'ol' }],
    [{ pathSegment: 'oldx' }],
    [{ pathSegment: 'user:pa:ss' }],
    [{ pathSegment: '' }],
    [{ basicAuth: 'user:pass' }],
    [{ basicAuth: 'old' }],
  ])('is refused: %j', (options) => {
    expect(() => verify(unsigned(options), secrets)).toThrow(refusal('signature_mismatch'));
  });

  it.each(['', 'Bearer abc', 'Basic'])(
    'is refused as missing with the authorization "%s"',
    (authorization) => {
      const { headers, ...request } = unsigned();
      expect(() => verify({ ...request, headers: { ...headers, authorization } }, secrets)).toThrow(
        refusal('header_missing'),
      );
    },
  );

  it.each([
    ['nothing', {}],
    ['empty lists', secretsOf({})],
    ['a blank', secretsOf({ pathSegments: [' '] })],
  ])('counts as our fault when %s is configured', (_, configured) => {
    expect(() => verify(unsigned({ pathSegment: ' ' }), configured)).toThrow(refusal('no_secret'));
  });
});
