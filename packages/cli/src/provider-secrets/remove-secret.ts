import { DEFAULT_ACCOUNT, type Provider } from '@switchyard/core/providers';
import { SECRET_CACHE_MS } from '@switchyard/core/secret-cache';
import { CommandError } from '../errors.ts';
import {
  changeProviderSecrets,
  type ProviderSecretsStore,
  removeProvider,
} from '../provider-secrets-store.ts';
import { listsOf, type NamedKind, valuesOf, withValues } from './secret-kinds.ts';
import { type ProviderView, providerView } from './secrets-view.ts';

/** Which secrets; with nothing but the provider all of it. */
export type SecretsSelection = {
  readonly provider: Provider;
  readonly account?: string | undefined;
  readonly only?: NamedKind | undefined;
};

export type RemoveSecretsContext = {
  readonly secrets: ProviderSecretsStore;
  readonly confirm: (question: string) => Promise<boolean>;
};

export type RemoveSecretsInput = {
  readonly selection: SecretsSelection;
  /** All but the newest: the end of a rotation. */
  readonly previous: boolean;
  /** Do not ask. */
  readonly yes: boolean;
};

export type SecretsRemoved = {
  readonly provider: Provider;
  readonly changed: boolean;
  readonly remaining: ProviderView | null;
  readonly effective_within_seconds: number;
};

export async function removeSecrets(
  { secrets: store, confirm }: RemoveSecretsContext,
  { selection, previous, yes }: RemoveSecretsInput,
): Promise<SecretsRemoved> {
  const { provider, account, only } = selection;
  if (!previous && !yes && !(await confirm(question(selection)))) {
    throw new CommandError('cancelled', 'Nothing was removed.');
  }
  const isWhole = account === undefined && only === undefined && !previous;
  const { secrets, changed } = await (isWhole
    ? removeProvider(store, provider)
    : changeProviderSecrets(store, (current) =>
        listsOf(current, provider)
          .filter((list) => only === undefined || list.of.kind === only.kind)
          .filter((list) => account === undefined || (list.account ?? DEFAULT_ACCOUNT) === account)
          .reduce(
            (left, list) => withValues(left, list, valuesOf(current, list).slice(0, previous ? 1 : 0)),
            current,
          ),
      ));
  return {
    provider,
    changed,
    remaining: providerView(secrets, provider),
    effective_within_seconds: SECRET_CACHE_MS / 1_000,
  };
}

function question({ provider, account, only }: SecretsSelection): string {
  const part = account ?? only?.kind.replaceAll('_', ' ') ?? 'all secrets';
  const consequence =
    only !== undefined && only.rotation === undefined
      ? 'Fallback mails cannot be sent without it.'
      : 'Callbacks that nothing else proves genuine are refused then.';
  return `Remove ${part} of ${provider}? ${consequence}`;
}

export function removeSecretsText({ provider, changed, remaining }: SecretsRemoved): string {
  if (!changed) return `There was nothing to remove of ${provider}.`;
  const then =
    remaining === null
      ? 'no secret of it is left, so all its callbacks are refused'
      : 'see what is left with `secrets show`';
  return `Removed from ${provider}: ${then}. Running functions may use what was removed for up to ${SECRET_CACHE_MS / 60_000} minutes.`;
}
