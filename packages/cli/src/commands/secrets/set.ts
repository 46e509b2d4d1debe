import * as z from 'zod';
import {
  checkAuthToken,
  checkBasicAuth,
  checkPathSegment,
  checkResendApiKey,
  checkSendgridPublicKey,
  checkSigningSecret,
} from '../../check-secret.ts';
import { defineCommand } from '../../define-command.ts';
import { UsageError } from '../../errors.ts';
import { accountSidSchema, flag, requireOneOf } from '../../input-schemas.ts';
import { createSecretsSet, type NewSecret, secretsSetText } from '../../provider-secrets/set-secret.ts';
import { providerSecretsOf } from '../../provider-secrets-store.ts';
import type { Session } from '../../session.ts';

const howInput = { keepPrevious: flag, replace: flag };
const howOptions = {
  keepPrevious: 'what was accepted before still is (default)',
  replace: 'what was accepted before no longer is',
} as const;

export const secretsSetTwilio = defineCommand({
  name: 'secrets set twilio',
  summary: 'the auth token of an account or subaccount, which signs with its own',
  input: z.object({ accountSid: accountSidSchema, authTokenStdin: z.literal(true), ...howInput }),
  options: {
    ...howOptions,
    accountSid: ['<sid>', 'AC…'],
    authTokenStdin: 'read it from stdin, or ask for it on a terminal',
  },
  examples: [
    'secrets set twilio --account-sid AC00000000000000000000000000000000 --auth-token-stdin',
    'secrets set twilio --account-sid AC00000000000000000000000000000000 --auth-token-stdin --replace < token.txt',
  ],
  async run(session, input) {
    requireOneWay(input);
    const value = await session.readSecret(`Auth token of ${input.accountSid}`);
    checkAuthToken(value);
    return store(session, { kind: 'auth_token', accountSid: input.accountSid, value }, input);
  },
  text: secretsSetText,
});

export const secretsSetResend = defineCommand({
  name: 'secrets set resend',
  summary: 'the signing secret of the webhook, and the API key by which fallback mails are sent',
  input: z.object({ signingSecretStdin: flag, apiKeyStdin: flag, ...howInput }),
  options: {
    ...howOptions,
    signingSecretStdin: 'read whsec_… from stdin, or ask for it on a terminal',
    apiKeyStdin: 'read re_… from stdin, or ask for it on a terminal',
  },
  examples: ['secrets set resend --signing-secret-stdin', 'secrets set resend --api-key-stdin < api-key.txt'],
  async run(session, { signingSecretStdin, apiKeyStdin, ...input }) {
    requireOneWay(input);
    requireOneOf({ '--signing-secret-stdin': signingSecretStdin, '--api-key-stdin': apiKeyStdin });
    const value = await session.readSecret(apiKeyStdin ? 'API key of Resend' : 'Signing secret of Resend');
    if (apiKeyStdin) checkResendApiKey(value);
    else checkSigningSecret(value);
    return store(session, { kind: apiKeyStdin ? 'api_key' : 'signing_secret', value }, input);
  },
  text: secretsSetText,
});

export const secretsSetSendgrid = defineCommand({
  name: 'secrets set sendgrid',
  summary: 'how inbound mail is proven genuine: signed with a public key, or by a secret in the URL',
  // The key is checked later: what was given by mistake may be a private one, and must not be shown.
  input: z.object({
    publicKey: z.string().optional(),
    basicAuthStdin: flag,
    pathSegmentStdin: flag,
    ...howInput,
  }),
  options: {
    ...howOptions,
    publicKey: ['<base64>', 'of the security policy; then only signed mail is accepted'],
    basicAuthStdin: 'read user:password from stdin, or ask for it on a terminal',
    pathSegmentStdin: 'read the segment of /email/{segment} from stdin, or ask for it',
  },
  examples: [
    'secrets set sendgrid --public-key MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE…',
    'secrets set sendgrid --path-segment-stdin < segment.txt',
  ],
  async run(session, { publicKey, basicAuthStdin, pathSegmentStdin, ...input }) {
    requireOneWay(input);
    requireOneOf({
      '--public-key': publicKey !== undefined,
      '--basic-auth-stdin': basicAuthStdin,
      '--path-segment-stdin': pathSegmentStdin,
    });
    if (publicKey !== undefined) {
      checkSendgridPublicKey(publicKey);
      return store(session, { kind: 'public_key', value: publicKey }, input);
    }
    if (basicAuthStdin) {
      const value = await session.readSecret('User and password, with a colon between');
      checkBasicAuth(value);
      return store(session, { kind: 'basic_auth', value }, input);
    }
    const value = await session.readSecret('Last segment of the path');
    checkPathSegment(value);
    return store(session, { kind: 'path_segment', value }, input);
  },
  text: secretsSetText,
});

async function store({ open }: Session, secret: NewSecret, { replace }: { readonly replace: boolean }) {
  const set = createSecretsSet({ secrets: providerSecretsOf(await open()) });
  return set({ secret, keepPrevious: !replace });
}

function requireOneWay(how: { readonly keepPrevious: boolean; readonly replace: boolean }): void {
  if (how.keepPrevious && how.replace) throw new UsageError('Give --keep-previous or --replace, not both.');
}
