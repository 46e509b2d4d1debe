import { SECRET_CACHE_MS, SECRET_REFETCH_MS } from '@switchyard/core/aws';
import type { ProviderSecrets } from '@switchyard/core/providers';
import { CommandError } from '../errors.ts';
import { newestFirst } from '../newest-first.ts';
import type { ProviderSecretsStore } from '../provider-secrets-store.ts';

export type NewSecret =
  | { readonly kind: 'auth_token'; readonly accountSid: string; readonly value: string }
  | {
      readonly kind: 'signing_secret' | 'api_key' | 'public_key' | 'basic_auth' | 'path_segment';
      readonly value: string;
    };

export type SecretsSetDeps = { readonly secrets: Pick<ProviderSecretsStore, 'change'> };

export type SecretsSetInput = {
  readonly secret: NewSecret;
  /** What was accepted before still is, so that a rotation refuses nothing. */
  readonly keepPrevious: boolean;
};

/** Which secret is meant, without its value. */
export type SecretKind =
  | { readonly kind: 'auth_token'; readonly accountSid: string }
  | { readonly kind: Exclude<NewSecret['kind'], 'auth_token'> };

const PROVIDERS = {
  auth_token: 'twilio',
  signing_secret: 'resend',
  api_key: 'resend',
  public_key: 'sendgrid',
  basic_auth: 'sendgrid',
  path_segment: 'sendgrid',
} as const;

export const providerOf = ({ kind }: SecretKind) => PROVIDERS[kind];

/** Makes a secret the newest of its list. */
export function createSecretsSet({ secrets: store }: SecretsSetDeps) {
  return async ({ secret, keepPrevious }: SecretsSetInput) => {
    const { secrets, changed } = await store.change((current) =>
      withSecret(current, secret, { keepPrevious }),
    );
    return {
      provider: PROVIDERS[secret.kind],
      secret: secret.kind,
      account_sid: secret.kind === 'auth_token' ? secret.accountSid : undefined,
      accepted: listOf(secrets, secret).length,
      changed,
      /** With a public key SendGrid's mail must be signed, whatever else is configured. */
      in_effect: !isShared(secret) || listOf(secrets, { kind: 'public_key' }).length === 0,
      effective_within_seconds: SECRET_CACHE_MS / 1_000,
    };
  };
}

const NO_SENDGRID = { publicKeys: [], basicAuth: [], pathSegments: [] };

function withSecret(
  current: ProviderSecrets,
  secret: NewSecret,
  options: { readonly keepPrevious: boolean },
): ProviderSecrets {
  const list = newestFirst(listOf(current, secret), secret.value, options);
  const { twilio, resend, sendgrid = NO_SENDGRID } = current;
  switch (secret.kind) {
    case 'auth_token':
      return { ...current, twilio: { accounts: { ...twilio?.accounts, [secret.accountSid]: list } } };
    case 'signing_secret':
      return { ...current, resend: { ...resend, signingSecrets: list } };
    case 'api_key':
      if (resend !== undefined) return { ...current, resend: { ...resend, apiKey: secret.value } };
      throw new CommandError(
        'signing_secret_missing',
        'Set the signing secret of Resend first: the API key is kept beside it.',
      );
    case 'public_key':
      return { ...current, sendgrid: { ...sendgrid, publicKeys: list } };
    case 'basic_auth':
      return { ...current, sendgrid: { ...sendgrid, basicAuth: list } };
    case 'path_segment':
      return { ...current, sendgrid: { ...sendgrid, pathSegments: list } };
  }
}

/** Newest first. */
export function listOf(
  { twilio, resend, sendgrid = NO_SENDGRID }: ProviderSecrets,
  secret: SecretKind,
): string[] {
  switch (secret.kind) {
    case 'auth_token':
      return twilio?.accounts[secret.accountSid] ?? [];
    case 'signing_secret':
      return resend?.signingSecrets ?? [];
    case 'api_key':
      return resend?.apiKey === undefined ? [] : [resend.apiKey];
    case 'public_key':
      return sendgrid.publicKeys;
    case 'basic_auth':
      return sendgrid.basicAuth;
    case 'path_segment':
      return sendgrid.pathSegments;
  }
}

/** Not a key by which something is signed. */
const isShared = ({ kind }: SecretKind): boolean => kind === 'basic_auth' || kind === 'path_segment';

const NAMES = {
  auth_token: 'auth token',
  signing_secret: 'signing secret',
  api_key: 'API key',
  public_key: 'public key',
  basic_auth: 'basic auth',
  path_segment: 'path segment',
} as const;

/** `auth token of AC…`, `public key of sendgrid`. */
export const nameOfSecret = (secret: SecretKind): string =>
  `${NAMES[secret.kind]} of ${secret.kind === 'auth_token' ? secret.accountSid : providerOf(secret)}`;

const REMOVE_OPTIONS = {
  auth_token: '',
  signing_secret: '',
  api_key: ' --api-key',
  public_key: ' --public-key',
  basic_auth: ' --basic-auth',
  path_segment: ' --path-segment',
} as const;

export function secretsSetText({
  provider,
  secret,
  account_sid,
  accepted,
  changed,
  in_effect,
}: Awaited<ReturnType<ReturnType<typeof createSecretsSet>>>): string {
  const name = `${NAMES[secret]} of ${account_sid ?? provider}`;
  const lines = [`The ${name} ${changed ? 'is set' : 'was set already'}.`];
  const minutes = SECRET_CACHE_MS / 60_000;
  if (secret === 'api_key') {
    if (changed) lines.push(`Running functions use it within ${minutes} minutes.`);
    return lines.join('\n');
  }
  if (!in_effect) {
    lines.push(
      'It does not count while there is a public key: only signed mail is accepted. End that with `secrets remove sendgrid --public-key`.',
    );
    return lines.join('\n');
  }
  if (changed) {
    lines.push(
      `Running functions read it when a signature does not match, at most every ${SECRET_REFETCH_MS / 1_000} s, or else within ${minutes} minutes.`,
    );
  }
  if (accepted > 1) {
    const account = account_sid === undefined ? '' : ` --account-sid ${account_sid}`;
    lines.push(
      `${accepted} are accepted now, this one first. When ${provider} uses it, end the others: \`secrets remove ${provider}${account}${REMOVE_OPTIONS[secret]} --previous\`.`,
    );
  }
  if (secret === 'public_key') {
    lines.push('Only signed mail is accepted now; basic auth and path segments do not count any more.');
  }
  lines.push('What was refused before can be let in: `quarantine release --all`.');
  return lines.join('\n');
}
