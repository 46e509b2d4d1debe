import * as z from 'zod';
import {
  checkAuthToken,
  checkBasicAuth,
  checkPathSegment,
  checkSendgridPublicKey,
  checkSigningSecret,
} from '../../check-secret.ts';
import { defineCommand } from '../../define-command.ts';
import { UsageError } from '../../errors.ts';
import { accountSidSchema, flag, requireOneOf } from '../../input-schemas.ts';
import { createSecretsRotate, secretsRotateText } from '../../provider-secrets/rotate-secret.ts';
import type { RotatedSecret } from '../../provider-secrets/rotation-steps.ts';
import type { NewSecret } from '../../provider-secrets/set-secret.ts';
import { providerSecretsOf } from '../../provider-secrets-store.ts';
import type { Session } from '../../session.ts';

const FINISH = 'end the previous one: the provider uses the new one now';

export const secretsRotateTwilio = defineCommand({
  name: 'secrets rotate twilio',
  summary: 'the auth token of an account; Twilio promotes a secondary token',
  input: z.object({ accountSid: accountSidSchema, authTokenStdin: flag, finish: flag }),
  options: {
    finish: FINISH,
    accountSid: ['<sid>', 'AC…'],
    authTokenStdin: 'read the new one from stdin, or ask for it on a terminal',
  },
  examples: [
    'secrets rotate twilio --account-sid AC00000000000000000000000000000000',
    'secrets rotate twilio --account-sid AC00000000000000000000000000000000 --auth-token-stdin',
    'secrets rotate twilio --account-sid AC00000000000000000000000000000000 --finish',
  ],
  async run(session, { accountSid, authTokenStdin, finish }) {
    requireAtMostOne({ '--auth-token-stdin': authTokenStdin, '--finish': finish });
    const rotated = { kind: 'auth_token', accountSid } as const;
    if (!authTokenStdin) return rotate(session, rotated, finish);
    const value = await session.readSecret(`New auth token of ${accountSid}`);
    checkAuthToken(value);
    return rotate(session, { ...rotated, value }, finish);
  },
  text: secretsRotateText,
});

export const secretsRotateResend = defineCommand({
  name: 'secrets rotate resend',
  summary: 'the signing secret of the webhook; Resend signs with both for 24 hours',
  input: z.object({ signingSecretStdin: flag, finish: flag }),
  options: {
    finish: FINISH,
    signingSecretStdin: 'read the new whsec_… from stdin, or ask for it on a terminal',
  },
  examples: [
    'secrets rotate resend',
    'secrets rotate resend --signing-secret-stdin',
    'secrets rotate resend --finish',
  ],
  async run(session, { signingSecretStdin, finish }) {
    requireAtMostOne({ '--signing-secret-stdin': signingSecretStdin, '--finish': finish });
    if (!signingSecretStdin) return rotate(session, { kind: 'signing_secret' }, finish);
    const value = await session.readSecret('New signing secret of Resend');
    checkSigningSecret(value);
    return rotate(session, { kind: 'signing_secret', value }, finish);
  },
  text: secretsRotateText,
});

export const secretsRotateSendgrid = defineCommand({
  name: 'secrets rotate sendgrid',
  summary: 'the public key of signed mail, or the secret in the URL',
  input: z.object({
    secret: z
      .enum(['public-key', 'basic-auth', 'path-segment'], 'must be public-key, basic-auth or path-segment')
      .optional(),
    // The key is checked later: what was given by mistake may be a private one, and must not be shown.
    publicKey: z.string().optional(),
    basicAuthStdin: flag,
    pathSegmentStdin: flag,
    finish: flag,
  }),
  options: {
    finish: FINISH,
    secret: ['<which>', 'public-key, basic-auth or path-segment: how it stands, or with --finish'],
    publicKey: ['<base64>', 'the new one, of the second security policy'],
    basicAuthStdin: 'read the new user:password from stdin, or ask for it on a terminal',
    pathSegmentStdin: 'read the new segment of /email/{segment} from stdin, or ask for it',
  },
  examples: [
    'secrets rotate sendgrid --secret public-key',
    'secrets rotate sendgrid --public-key MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE…',
    'secrets rotate sendgrid --secret public-key --finish',
  ],
  async run(session, { secret, publicKey, basicAuthStdin, pathSegmentStdin, finish }) {
    requireOneOf({
      '--secret': secret !== undefined,
      '--public-key': publicKey !== undefined,
      '--basic-auth-stdin': basicAuthStdin,
      '--path-segment-stdin': pathSegmentStdin,
    });
    if (secret !== undefined) return rotate(session, { kind: SENDGRID_KINDS[secret] }, finish);
    if (finish) throw new UsageError('--finish goes with --secret, not with a new value.');
    if (publicKey !== undefined) {
      checkSendgridPublicKey(publicKey);
      return rotate(session, { kind: 'public_key', value: publicKey }, finish);
    }
    if (basicAuthStdin) {
      const value = await session.readSecret('New user and password, with a colon between');
      checkBasicAuth(value);
      return rotate(session, { kind: 'basic_auth', value }, finish);
    }
    const value = await session.readSecret('New last segment of the path');
    checkPathSegment(value);
    return rotate(session, { kind: 'path_segment', value }, finish);
  },
  text: secretsRotateText,
});

const SENDGRID_KINDS = {
  'public-key': 'public_key',
  'basic-auth': 'basic_auth',
  'path-segment': 'path_segment',
} as const;

async function rotate(
  { open }: Session,
  secret: RotatedSecret | (NewSecret & RotatedSecret),
  finish: boolean,
) {
  const rotation = createSecretsRotate({ secrets: providerSecretsOf(await open()) });
  if ('value' in secret) return rotation.begin(secret);
  return finish ? rotation.finish(secret) : rotation.look(secret);
}

function requireAtMostOne(given: Readonly<Record<string, boolean>>): void {
  if (Object.values(given).some(Boolean)) requireOneOf(given);
}
