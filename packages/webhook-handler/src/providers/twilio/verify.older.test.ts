import { describe, expect, it } from '@jest/globals';
import type { ProviderSecrets } from '@switchyard/core/providers';
import type { SignatureErrorCode } from '@switchyard/core/signatures';
import { ACCOUNT_SID, providerSecrets } from '../../../testing/provider-secrets.ts';
import { tampered, twilioRequest } from '../../../testing/signed-requests.ts';
import { anSmsStatus } from '../../../testing/twilio-fixtures.ts';
import type { CallbackRequest } from '../../callback-request.ts';
import { verifyTwilio } from './verify.ts';

const OTHER_TOKEN = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';

const refusal = (code: SignatureErrorCode) => expect.objectContaining({ name: 'SignatureError', code });
const accounts = (byAccount: Record<string, string[]>): ProviderSecrets => ({
  twilio: { accounts: byAccount },
});
const verify = (request: CallbackRequest, secrets: ProviderSecrets) =>
  verifyTwilio(request, { secrets, legacySignatureRoutes: [] });
const verifyLegacy = (request: CallbackRequest, secrets: ProviderSecrets) =>
  verifyTwilio(request, { secrets, legacySignatureRoutes: ['twilio-status'] });

describe('the older scheme', () => {
  const status = (changes: Partial<Parameters<typeof twilioRequest>[0]> = {}) =>
    twilioRequest({ route: 'twilio-status', form: anSmsStatus('sent'), scheme: 'sha256', ...changes });

  it('is refused unless asked for', () => {
    expect(() => verify(status().callback, providerSecrets())).toThrow(refusal('signature_mismatch'));
  });

  it('is accepted when asked for', () => {
    expect(() => verifyLegacy(status().callback, providerSecrets())).not.toThrow();
  });

  it('leaves the real scheme working', () => {
    expect(() => verifyLegacy(status({ scheme: 'twilio' }).callback, providerSecrets())).not.toThrow();
  });

  it('is refused with the wrong token', () => {
    const { callback } = status({ authToken: OTHER_TOKEN });
    expect(() => verifyLegacy(callback, providerSecrets())).toThrow(refusal('signature_mismatch'));
  });

  it('is refused with another body', () => {
    const { callback } = tampered(status(), Buffer.from(`AccountSid=${ACCOUNT_SID}&MessageStatus=read`));
    expect(() => verifyLegacy(callback, providerSecrets())).toThrow(refusal('signature_mismatch'));
  });

  it('is refused under a blank token', () => {
    const { callback } = status({ authToken: ' ' });
    expect(() => verifyLegacy(callback, accounts({ [ACCOUNT_SID]: [' '] }))).toThrow(refusal('no_secret'));
  });

  it('is not helped by a header that only begins like it', () => {
    const { callback } = status();
    const headers = { ...callback.headers, 'x-twilio-signature': 'sha256=' };
    expect(() => verifyLegacy({ ...callback, headers }, providerSecrets())).toThrow(
      refusal('signature_mismatch'),
    );
  });
});
