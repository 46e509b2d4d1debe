import { createECDH, createPrivateKey, createPublicKey } from 'node:crypto';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { clientOptions } from '@switchyard/aws-local';
import type { LocalDeployment } from '@switchyard/core/deployment';
import type { ProviderSecrets } from '@switchyard/core/providers';
import { ACCOUNT_SID, AUTH_TOKEN, RESEND_SECRET } from '@switchyard/webhook-handler/testing';
import { neverLogged } from './canaries.ts';

/** A rotation is under way: what was valid before is still accepted. */
export const PREVIOUS_TOKEN = '0b4e9d7c6a5f48132e0d1c2b3a495867';
/** Of somebody who may speak for none of the tests' tenants. */
export const OTHER_ACCOUNT_SID = `AC${'b'.repeat(32)}`;
export const OTHER_TOKEN = 'c5d1e8f70a2b4c6d8e9f0a1b2c3d4e5f';
export const PREVIOUS_RESEND_SECRET = `whsec_${Buffer.alloc(24, 6).toString('base64')}`;
export const RESEND_API_KEY = 're_flow_tests';

/** The same in each test file, so that they can share one secret. */
export const MAIL_KEY = createKey(7);
export const EVENT_KEY = createKey(8);

export const SECRETS: ProviderSecrets = {
  twilio: {
    accounts: { [ACCOUNT_SID]: [AUTH_TOKEN, PREVIOUS_TOKEN], [OTHER_ACCOUNT_SID]: [OTHER_TOKEN] },
    tenants: { [OTHER_ACCOUNT_SID]: ['tenant-of-the-other-account'] },
  },
  resend: { signingSecrets: [RESEND_SECRET, PREVIOUS_RESEND_SECRET], apiKey: RESEND_API_KEY },
  sendgrid: {
    publicKeys: [spkiOf(MAIL_KEY)],
    basicAuth: [],
    pathSegments: [],
    eventWebhookPublicKeys: [spkiOf(EVENT_KEY)],
  },
};

neverLogged('Twilio auth token', AUTH_TOKEN);
neverLogged('Twilio auth token', PREVIOUS_TOKEN);
neverLogged('Twilio auth token', OTHER_TOKEN);
neverLogged('Resend signing secret', RESEND_SECRET);
neverLogged('Resend signing secret', PREVIOUS_RESEND_SECRET);
neverLogged('Resend API key', RESEND_API_KEY);

/** Unless another file has: what a test has added since must stay. Call it before the first callback. */
export async function seedSecrets(local: LocalDeployment): Promise<void> {
  const client = new SecretsManagerClient(
    clientOptions(local.secretsmanager_endpoint, local.region, local.access_key_id),
  );
  const SecretId = local.secrets.providers;
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId }));
  if (!SecretString.includes(ACCOUNT_SID)) {
    await client.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(SECRETS) }));
  }
  client.destroy();
}

function createKey(seed: number) {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(Buffer.alloc(32, seed));
  const point = pair.getPublicKey();
  const key = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
    d: pair.getPrivateKey().toString('base64url'),
  };
  return createPrivateKey({ key, format: 'jwk' });
}

function spkiOf(privateKey: typeof MAIL_KEY): string {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64');
}
