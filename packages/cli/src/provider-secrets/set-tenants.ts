import { DEFAULT_ACCOUNT, PROVIDERS, type Provider } from '@switchyard/core/providers';
import { SECRET_CACHE_MS } from '@switchyard/core/secret-cache';
import { CommandError } from '../errors.ts';
import { changeProviderSecrets, type ProviderSecretsStore } from '../provider-secrets-store.ts';
import { accountsOf, tenantsOf, withTenants } from './secret-kinds.ts';

/** For whom an account may speak from now on; undefined: for all. */
export type TenantsChange = { readonly tenants: readonly string[] | undefined };

export type SetTenantsInput = TenantsChange & {
  readonly provider: Provider;
  readonly account: string | undefined;
};

export type TenantsSet = {
  readonly provider: Provider;
  readonly account: string;
  /** `null`: all. */
  readonly tenants: readonly string[] | null;
  readonly changed: boolean;
  readonly effective_within_seconds: number;
};

/** Says for whom an account may speak, and leaves its secrets as they are. */
export async function setTenants(
  store: ProviderSecretsStore,
  { provider, account = DEFAULT_ACCOUNT, tenants }: SetTenantsInput,
): Promise<TenantsSet> {
  const { secrets, changed } = await changeProviderSecrets(store, (current) => {
    if (accountsOf(current, provider).includes(account))
      return withTenants(current, provider, account, tenants);
    throw new CommandError(
      'account_unknown',
      `${PROVIDERS[provider].label} has no account ${account} here: set a secret of it first.`,
    );
  });
  return {
    provider,
    account,
    tenants: tenantsOf(secrets, provider, account) ?? null,
    changed,
    effective_within_seconds: SECRET_CACHE_MS / 1_000,
  };
}

export function setTenantsText({ provider, account, tenants, changed }: TenantsSet): string {
  const whom = tenants === null ? 'all tenants' : tenants.join(', ');
  const already = changed ? '' : ' already';
  return `Account ${account} of ${provider} may speak for ${whom}${already}. Running functions know it within ${SECRET_CACHE_MS / 60_000} minutes; what was refused before can be let in: \`quarantine release --all\`.`;
}
