import { namesOf } from '@switchyard/core/names-of';
import { PROVIDERS, type Provider, type ProviderSecrets } from '@switchyard/core/providers';
import { kindsOf, listsOf, type NamedKind, type SecretList, valuesOf } from './secret-kinds.ts';

/** Numbers of secrets, by the names that the kinds have for them. */
export type ProviderView = {
  readonly [name: string]: number | boolean | readonly Readonly<Record<string, string | number>>[];
};

/** `null`: not configured, so that provider's callbacks are refused. No value is shown. */
export type SecretsView = Readonly<Record<Provider, ProviderView | null>>;

export const secretsView = (secrets: ProviderSecrets): SecretsView =>
  Object.fromEntries(
    namesOf(PROVIDERS).map((provider) => [provider, providerView(secrets, provider)]),
  ) as SecretsView;

export function providerView(secrets: ProviderSecrets, provider: Provider): ProviderView | null {
  if (secrets[provider] === undefined) return null;
  const lists = listsOf(secrets, provider);
  return Object.fromEntries(
    kindsOf(provider).map((of) => [
      of.stored.as === 'list_by_account' ? of.stored.field : of.shownAs,
      viewOf(
        secrets,
        of,
        lists.filter((list) => list.of === of),
      ),
    ]),
  );
}

function viewOf(
  secrets: ProviderSecrets,
  { stored, shownAs }: NamedKind,
  lists: readonly SecretList[],
): ProviderView[string] {
  const counted = lists.map((list) => ({ list, count: valuesOf(secrets, list).length }));
  switch (stored.as) {
    case 'list_by_account':
      return counted.map(({ list, count }) => ({ account_sid: list.account ?? '', [shownAs]: count }));
    case 'list':
      return counted[0]?.count ?? 0;
    case 'single':
      return lists.length > 0;
  }
}
