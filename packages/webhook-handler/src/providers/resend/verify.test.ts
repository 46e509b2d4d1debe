import { describe, expect, it } from '@jest/globals';
import type { ProviderSecrets } from '@switchyard/core/providers';
import type { SignatureErrorCode } from '@switchyard/core/signatures';
import { bodyOf, rows, vectors } from '../../../../core/testing/vectors.ts';
import { providerSecrets, RESEND_SECRET } from '../../../testing/provider-secrets.ts';
import { aResendEvent } from '../../../testing/resend-fixtures.ts';
import { RECEIVED_AT, resendRequest, tampered } from '../../../testing/signed-requests.ts';
import type { CallbackRequest } from '../../callback-request.ts';
import { verifyResend } from './verify.ts';

const OTHER_SECRET = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
const event = aResendEvent('email.delivered');

const refusal = (code: SignatureErrorCode) => expect.objectContaining({ name: 'SignatureError', code });
const withSecrets = (...signingSecrets: string[]): ProviderSecrets => ({ resend: { signingSecrets } });
const verify = (request: CallbackRequest, secrets: ProviderSecrets) =>
  verifyResend(request, { secrets, legacySignatureRoutes: [] });
const verifyLegacy = (request: CallbackRequest, secrets: ProviderSecrets) =>
  verifyResend(request, { secrets, legacySignatureRoutes: ['resend-events'] });
const signedSecondsAgo = (seconds: number) =>
  resendRequest({ event, signedAt: new Date(Date.parse(RECEIVED_AT) - seconds * 1000) }).callback;

describe.each([
  ['as it is by default', verify],
  ['with the older scheme allowed', verifyLegacy],
])('resend vectors, %s', (name, verifier) => {
  type Vector = (typeof vectors.resend)[number];
  const check = (vector: Vector) => () =>
    verifier(
      {
        ...resendRequest({ event }).callback,
        headers: Object.fromEntries(vector.headers),
        rawBody: bodyOf(vector),
        receivedAt: new Date(vector.now * 1000).toISOString(),
      },
      withSecrets(...vector.secrets),
    );
  const isLegacy = (vector: Vector) =>
    name.includes('older') && vector.name === 'only a Resend-Signature: sha256= header';

  it.each(rows(vectors.resend.filter((vector) => vector.valid || isLegacy(vector))))(
    'accepts: %s',
    (_, vector) => {
      expect(check(vector)).not.toThrow();
    },
  );

  it.each(rows(vectors.resend.filter((vector) => !vector.valid && !isLegacy(vector))))(
    'refuses: %s',
    (_, vector) => {
      expect(check(vector)).toThrow(expect.objectContaining({ name: 'SignatureError' }));
    },
  );
});

describe('the Svix signature', () => {
  it('is accepted with any of several secrets, and with any of several signatures', () => {
    const { callback } = resendRequest({ event, secrets: [OTHER_SECRET, RESEND_SECRET] });
    expect(() => verify(callback, withSecrets(RESEND_SECRET))).not.toThrow();
    expect(() =>
      verify(resendRequest({ event }).callback, withSecrets(OTHER_SECRET, RESEND_SECRET)),
    ).not.toThrow();
  });

  it('is refused with the wrong secret', () => {
    expect(() => verify(resendRequest({ event }).callback, withSecrets(OTHER_SECRET))).toThrow(
      refusal('signature_mismatch'),
    );
  });

  it('counts as our fault when no secret is configured', () => {
    expect(() => verify(resendRequest({ event }).callback, {})).toThrow(refusal('no_secret'));
  });

  it('is refused with another body', () => {
    const { callback } = tampered(resendRequest({ event }), Buffer.from('{"type":"email.bounced"}'));
    expect(() => verify(callback, providerSecrets())).toThrow(refusal('signature_mismatch'));
  });

  it.each([300, -300])('is accepted when made %d s before the request came', (seconds) => {
    expect(() => verify(signedSecondsAgo(seconds), providerSecrets())).not.toThrow();
  });

  it.each<[number, SignatureErrorCode]>([
    [301, 'timestamp_too_old'],
    [-301, 'timestamp_in_future'],
  ])('is refused when made %d s before the request came', (seconds, code) => {
    expect(() => verify(signedSecondsAgo(seconds), providerSecrets())).toThrow(refusal(code));
  });
});

describe('the older scheme', () => {
  const { callback } = resendRequest({ event, scheme: 'sha256' });

  it('is refused unless asked for', () => {
    expect(() => verify(callback, providerSecrets())).toThrow(refusal('header_missing'));
  });

  it('is accepted when asked for', () => {
    expect(() => verifyLegacy(callback, providerSecrets())).not.toThrow();
  });

  it('is refused with the wrong secret', () => {
    expect(() => verifyLegacy(callback, withSecrets(OTHER_SECRET))).toThrow(refusal('signature_mismatch'));
  });

  it('does not stand in for a Svix signature that is wrong', () => {
    const headers = {
      ...resendRequest({ event, secrets: [OTHER_SECRET] }).callback.headers,
      ...callback.headers,
    };
    expect(() => verifyLegacy({ ...callback, headers }, providerSecrets())).toThrow(
      refusal('signature_mismatch'),
    );
  });
});
