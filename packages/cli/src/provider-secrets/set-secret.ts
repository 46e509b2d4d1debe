import { PROVIDERS, type Provider, type ProviderSecrets } from '@switchyard/core/providers';
import { SECRET_CACHE_MS, SECRET_REFETCH_MS } from '@switchyard/core/secret-cache';
import { CommandError } from '../errors.ts';
import { changeProviderSecrets, type ProviderSecretsStore } from '../provider-secrets-store.ts';
import { newestFirst } from './newest-first.ts';
import {
  accountField,
  accountOption,
  kindOf,
  kindsOf,
  type NamedKind,
  nameOf,
  type SecretList,
  tenantsOf,
  valuesOf,
  withTenants,
  withValues,
} from './secret-kinds.ts';
import type { TenantsChange } from './set-tenants.ts';

export type SetSecretInput = {
  readonly list: SecretList;
  readonly value: string;
  /** What was accepted before still is, so that a rotation refuses nothing. */
  readonly keepPrevious: boolean;
  /** Absent: for whom the account may speak stays what it is. */
  readonly tenants?: TenantsChange | undefined;
};

export type SecretSet = {
  readonly provider: Provider;
  readonly secret: string;
  readonly account_sid: string | undefined;
  /** Of another provider than Twilio, where it has a name. */
  readonly account: string | undefined;
  /** For whom the account may speak; `null`: for all. */
  readonly tenants: readonly string[] | null;
  readonly accepted: number;
  readonly changed: boolean;
  readonly in_effect: boolean;
  readonly effective_within_seconds: number;
};

/** Makes a secret the newest of its list. */
export async function setSecret(
  store: ProviderSecretsStore,
  { list, value, keepPrevious, tenants }: SetSecretInput,
): Promise<SecretSet> {
  const { of, account } = list;
  const { secrets, changed } = await changeProviderSecrets(store, (current) => {
    requireNeeded(current, of);
    const keep = keepPrevious && of.stored.as !== 'single';
    const values = newestFirst(valuesOf(current, list), value, { keepPrevious: keep });
    const changed = withValues(current, list, values);
    return tenants === undefined ? changed : withTenants(changed, of.provider, account, tenants.tenants);
  });
  const overruling = overrulingOf(of);
  return {
    provider: of.provider,
    secret: of.kind,
    ...accountField(list),
    tenants: tenantsOf(secrets, of.provider, account) ?? null,
    accepted: valuesOf(secrets, list).length,
    changed,
    in_effect: overruling === undefined || valuesOf(secrets, { of: overruling }).length === 0,
    effective_within_seconds: SECRET_CACHE_MS / 1_000,
  };
}

/** The kind of which one makes that this kind proves nothing. */
const overrulingOf = ({ provider, kind }: NamedKind): NamedKind | undefined =>
  kindsOf(provider).find(({ overrules }) => overrules?.kinds.includes(kind));

function requireNeeded(secrets: ProviderSecrets, { provider, name, needs }: NamedKind): void {
  if (needs === undefined) return;
  const needed = kindOf(provider, needs);
  if (valuesOf(secrets, { of: needed }).length > 0) return;
  throw new CommandError(
    `${needed.kind}_missing`,
    `Set the ${needed.name} of ${PROVIDERS[provider].label} first: the ${name} is kept beside it.`,
  );
}

export function setSecretText(answer: SecretSet): string {
  const { provider, secret, accepted, changed, in_effect } = answer;
  const account = answer.account_sid ?? answer.account;
  const of = kindOf(provider, secret);
  const list = { of, account };
  const lines = [`The ${nameOf(list)} ${changed ? 'is set' : 'was set already'}.`];
  const minutes = SECRET_CACHE_MS / 60_000;
  if (of.rotation === undefined) {
    if (changed) lines.push(`Running functions use it within ${minutes} minutes.`);
    return lines.join('\n');
  }
  const overruling = overrulingOf(of);
  if (!in_effect && overruling !== undefined) {
    lines.push(
      `It does not count while there is a ${overruling.name}: ${overruling.overrules?.because}. End that with \`secrets remove ${provider} --${overruling.input.option}\`.`,
    );
    return lines.join('\n');
  }
  if (changed) {
    lines.push(
      `Running functions read it when a signature does not match, at most every ${SECRET_REFETCH_MS / 1_000} s, or else within ${minutes} minutes.`,
    );
  }
  if (accepted > 1) {
    const only = kindsOf(provider).filter(isRemovedAlone).includes(of) ? ` --${of.input.option}` : '';
    lines.push(
      `${accepted} are accepted now, this one first. When ${provider} uses it, end the others: \`secrets remove ${provider}${accountOption(list)}${only} --previous\`.`,
    );
  }
  if (of.overrules !== undefined) {
    const names = of.overrules.kinds.map((kind) => kindOf(provider, kind).name);
    const { because } = of.overrules;
    lines.push(
      `${because.charAt(0).toUpperCase()}${because.slice(1)} now; ${names.join(' and ')} do not count any more.`,
    );
  }
  lines.push('What was refused before can be let in: `quarantine release --all`.');
  return lines.join('\n');
}

/** By an option of its own: what another kind needs goes with it only, and accounts are named instead. */
export const isRemovedAlone = ({ provider, kind, stored }: NamedKind): boolean =>
  stored.as !== 'list_by_account' && kindsOf(provider).every(({ needs }) => needs !== kind);
