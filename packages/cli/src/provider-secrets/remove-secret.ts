import { SECRET_CACHE_MS } from '@switchyard/core/aws';
import type { ProviderSecrets } from '@switchyard/core/providers';
import { type SecretsView, secretsView } from '../commands/secrets/show.ts';
import { CommandError } from '../errors.ts';
import type { ProviderSecretsStore } from '../provider-secrets-store.ts';

/** Which secrets; with nothing but the provider all of it. */
export type SecretsSelection =
  | { readonly provider: 'twilio'; readonly accountSid?: string | undefined }
  | { readonly provider: 'resend'; readonly only?: 'api_key' | undefined }
  | { readonly provider: 'sendgrid'; readonly only?: keyof typeof SENDGRID_LISTS | undefined };

const SENDGRID_LISTS = {
  public_key: 'publicKeys',
  basic_auth: 'basicAuth',
  path_segment: 'pathSegments',
} as const;

export type SecretsRemoveDeps = {
  readonly secrets: Pick<ProviderSecretsStore, 'change' | 'removeProvider'>;
  readonly confirm: (question: string) => Promise<boolean>;
};

export type SecretsRemoveInput = {
  readonly selection: SecretsSelection;
  /** All but the newest: the end of a rotation. */
  readonly previous: boolean;
  /** Do not ask. */
  readonly yes: boolean;
};

export function createSecretsRemove({ secrets: store, confirm }: SecretsRemoveDeps) {
  return async ({ selection, previous, yes }: SecretsRemoveInput) => {
    if (!previous && !yes && !(await confirm(question(selection)))) {
      throw new CommandError('cancelled', 'Nothing was removed.');
    }
    const { provider } = selection;
    const isWhole = partOf(selection) === undefined && !previous;
    const { secrets, changed } = await (isWhole
      ? store.removeProvider(provider)
      : store.change((current) => without(current, selection, previous)));
    return {
      provider,
      changed,
      remaining: secretsView(secrets)[provider],
      effective_within_seconds: SECRET_CACHE_MS / 1_000,
    };
  };
}

const partOf = (selection: SecretsSelection): string | undefined =>
  selection.provider === 'twilio' ? selection.accountSid : selection.only;

function question(selection: SecretsSelection): string {
  const part = partOf(selection)?.replace('_', ' ') ?? 'all secrets';
  const consequence =
    part === 'api key'
      ? 'Fallback mails cannot be sent without it.'
      : 'Callbacks that nothing else proves genuine are refused then.';
  return `Remove ${part} of ${selection.provider}? ${consequence}`;
}

function without(current: ProviderSecrets, selection: SecretsSelection, previous: boolean): ProviderSecrets {
  const left = (list: readonly string[]) => list.slice(0, previous ? 1 : 0);
  switch (selection.provider) {
    case 'twilio':
      return {
        ...current,
        twilio: current.twilio && withoutTokens(current.twilio, selection.accountSid, left),
      };
    case 'resend':
      return { ...current, resend: current.resend && withoutResend(current.resend, selection.only, left) };
    case 'sendgrid':
      return {
        ...current,
        sendgrid: current.sendgrid && withoutSendgrid(current.sendgrid, selection.only, left),
      };
  }
}

type Left = (list: readonly string[]) => string[];
type Part<Name extends keyof ProviderSecrets> = NonNullable<ProviderSecrets[Name]>;

function withoutTokens(
  { accounts }: Part<'twilio'>,
  only: string | undefined,
  left: Left,
): Part<'twilio'> | undefined {
  const remaining = Object.entries(accounts)
    .map(([sid, tokens]) => [sid, only === undefined || only === sid ? left(tokens) : tokens] as const)
    .filter(([, tokens]) => tokens.length > 0);
  return remaining.length === 0 ? undefined : { accounts: Object.fromEntries(remaining) };
}

function withoutResend(resend: Part<'resend'>, only: 'api_key' | undefined, left: Left): Part<'resend'> {
  const { apiKey: _removed, ...rest } = resend;
  return only === 'api_key' ? rest : { ...resend, signingSecrets: left(resend.signingSecrets) };
}

function withoutSendgrid(
  sendgrid: Part<'sendgrid'>,
  only: keyof typeof SENDGRID_LISTS | undefined,
  left: Left,
): Part<'sendgrid'> | undefined {
  const names = only === undefined ? Object.values(SENDGRID_LISTS) : [SENDGRID_LISTS[only]];
  const remaining = { ...sendgrid };
  for (const name of names) remaining[name] = left(sendgrid[name]);
  return Object.values(remaining).every((list) => list.length === 0) ? undefined : remaining;
}

export function secretsRemoveText({
  provider,
  changed,
  remaining,
}: {
  readonly provider: keyof SecretsView;
  readonly changed: boolean;
  readonly remaining: SecretsView[keyof SecretsView];
}): string {
  if (!changed) return `There was nothing to remove of ${provider}.`;
  const then =
    remaining === null
      ? 'no secret of it is left, so all its callbacks are refused'
      : 'see what is left with `secrets show`';
  return `Removed from ${provider}: ${then}. Running functions may use what was removed for up to ${SECRET_CACHE_MS / 60_000} minutes.`;
}
