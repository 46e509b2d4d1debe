import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type ProviderSecrets, providerSecretsSchema } from '@switchyard/core/providers';

export const ACCOUNT_SID = 'AC0123456789abcdef0123456789abcdef';
export const AUTH_TOKEN = 'a3f1c29b7d5e4f60918273645a5b6c7d';
export const RESEND_SECRET = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;

export type SendGridKeys = { readonly privateKey: KeyObject; readonly publicKey: string };

/** A key pair as a SendGrid security policy has one; the public key as its API shows it. */
export function createSendGridKeys(): SendGridKeys {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') };
}

export const SENDGRID_KEYS = createSendGridKeys();
export const SENDGRID_EVENT_KEYS = createSendGridKeys();

/** Under which the requests of signed-requests.ts are genuine, unless told otherwise. */
export function providerSecrets(changes: Partial<ProviderSecrets> = {}): ProviderSecrets {
  return providerSecretsSchema.parse({
    twilio: { accounts: { [ACCOUNT_SID]: [AUTH_TOKEN] } },
    resend: { signingSecrets: [RESEND_SECRET] },
    sendgrid: {
      publicKeys: [SENDGRID_KEYS.publicKey],
      eventWebhookPublicKeys: [SENDGRID_EVENT_KEYS.publicKey],
    },
    ...changes,
  });
}
