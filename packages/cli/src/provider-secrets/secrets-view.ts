import { namesOf } from '@switchyard/core/names-of';
import { PROVIDERS, type Provider, type ProviderSecrets } from '@switchyard/core/providers';
import {
  accountsOf,
  kindsOf,
  listsOf,
  type NamedKind,
  type SecretList,
  tenantsOf,
  valuesOf,
} from './secret-kinds.ts';

/** Numbers of secrets, by the names that the kinds have for them. */
export type ProviderView = {
  readonly [name: string]:
    | number
    | boolean
    | readonly Readonly<Record<string, string | number>>[]
    | Readonly<Record<string, readonly string[]>>;
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
  const tenants = accountsOf(secrets, provider).flatMap((account) => {
    const own = tenantsOf(secrets, provider, account);
    return own === undefined ? [] : [[account, own] as const];
  });
  return {
    ...Object.fromEntries(
      kindsOf(provider).map((of) => [
        of.stored.as === 'list_by_account' ? of.stored.field : of.shownAs,
        viewOf(
          secrets,
          of,
          lists.filter((list) => list.of === of),
        ),
      ]),
    ),
    ...namedAccounts(secrets, lists),
    // Of those that may not speak for all.
    ...(tenants.length === 0 ? {} : { tenants: Object.fromEntries(tenants) }),
  };
}

/** Of a provider whose accounts have names: what each of them has. */
function namedAccounts(secrets: ProviderSecrets, lists: readonly SecretList[]): ProviderView {
  const named = lists.filter(({ of, account }) => of.stored.as === 'list' && account !== undefined);
  const accounts = [...Map.groupBy(named, ({ account }) => account ?? '')].map(([account, own]) => ({
    account,
    ...Object.fromEntries(own.map((list) => [list.of.shownAs, valuesOf(secrets, list).length])),
  }));
  return accounts.length === 0 ? {} : { accounts };
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
      return counted.find(({ list }) => list.account === undefined)?.count ?? 0;
    case 'single':
      return lists.length > 0;
  }
}
