import { type Provider, type ProviderSecrets, SECRET_CACHE_MS } from '@switchyard/core';
import { CommandError } from '../errors.ts';
import type { ProviderSecretsStore } from '../provider-secrets-store.ts';
import { secretsView } from './secrets-show.ts';

/** Which secrets; without the second field all of the provider's. */
export type SecretsSelection =
  | { readonly provider: 'twilio'; readonly accountSid?: string | undefined }
  | { readonly provider: 'resend'; readonly kind?: 'api_key' | undefined }
  | { readonly provider: 'sendgrid'; readonly kind?: keyof SendgridSecrets | undefined };

type SendgridSecrets = NonNullable<ProviderSecrets['sendgrid']>;

export type SecretsRemoveDeps = {
  readonly secrets: Pick<ProviderSecretsStore, 'change' | 'removeProvider'>;
  readonly confirm: (question: string) => Promise<boolean>;
};

export type SecretsRemoveInput = {
  readonly selection: SecretsSelection;
  /** The newest one stays: the end of a rotation. */
  readonly previous: boolean;
  /** Do not ask. */
  readonly yes: boolean;
};

export function createSecretsRemove({ secrets: store, confirm }: SecretsRemoveDeps) {
  return async ({ selection, previous, yes }: SecretsRemoveInput) => {
    const { provider } = selection;
    if (!previous && !yes && !(await confirm(question(selection)))) {
      throw new CommandError('cancelled', 'Nothing was removed.');
    }
    const isWhole = !previous && !('accountSid' in selection) && !('kind' in selection);
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

function question(selection: SecretsSelection): string {
  const { provider } = selection;
  if (selection.provider === 'resend' && selection.kind === 'api_key') {
    return 'Remove the API key of resend? Fallback mails cannot be sent without it.';
  }
  const what =
    'accountSid' in selection ? `those of ${selection.accountSid}` : 'kind' in selection ? 'these' : 'all';
  return `Remove ${what} of the secrets of ${provider}? Callbacks that only they prove genuine are refused then.`;
}

function without(current: ProviderSecrets, selection: SecretsSelection, previous: boolean): ProviderSecrets {
  const rest = (list: readonly string[]) => (previous ? list.slice(0, 1) : []);
  const { twilio, resend, sendgrid, ...others } = current;
  switch (selection.provider) {
    case 'twilio':
      return { ...current, twilio: twilio && withoutTokens(twilio, selection.accountSid, rest) };
    case 'resend':
      return { ...current, resend: resend && withoutResend(resend, selection.kind, rest) };
    case 'sendgrid':
      return { ...current, sendgrid: sendgrid && withoutSendgrid(sendgrid, selection.kind, rest) };
  }
}
