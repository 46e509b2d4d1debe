import { namesOf } from '@switchyard/core/names-of';
import {
  DEFAULT_ACCOUNT,
  PROVIDERS,
  type Provider,
  type ProviderSecrets,
  providerSecretsSchema,
  type SecretKind,
} from '@switchyard/core/providers';
import * as z from 'zod';
import { UsageError } from '../errors.ts';

/** A kind of secret with the names by which core has it. */
export type NamedKind = SecretKind & { readonly provider: Provider; readonly kind: string };

export const SECRET_KINDS: readonly NamedKind[] = namesOf(PROVIDERS).flatMap((provider) =>
  Object.entries<SecretKind>(PROVIDERS[provider].secretKinds).map(([kind, described]) => ({
    ...described,
    provider,
    kind,
  })),
);

export const kindsOf = (provider: Provider): NamedKind[] =>
  SECRET_KINDS.filter((kind) => kind.provider === provider);

/** The kind of this name. @throws TypeError when the provider has none */
export function kindOf(provider: Provider, name: string): NamedKind {
  const found = kindsOf(provider).find(({ kind }) => kind === name);
  if (found === undefined) throw new TypeError(`${provider} has no secrets of the kind ${name}`);
  return found;
}

/** Which list of secrets: of a kind and, where each account has its own, of an account. */
export type SecretList = { readonly of: NamedKind; readonly account?: string | undefined };

/** `auth token of AC…`, `public key of sendgrid`. */
export const nameOf = ({ of, account }: SecretList): string => `${of.name} of ${account ?? of.provider}`;

/** What only we use is not accepted of anybody, and not rotated. */
export const shownNameOf = ({ name, rotation }: SecretKind): string =>
  rotation === undefined ? `${name}, to send` : name;

/** ` --account-sid AC…`; of another provider ` --account acme`, where the account has a name. */
export function accountOption({ of, account }: SecretList): string {
  if (of.stored.as === 'list_by_account') return ` --account-sid ${account ?? 'AC…'}`;
  return account === undefined ? '' : ` --account ${account}`;
}

/** How an answer names the account. */
export const accountField = ({ of, account }: SecretList) =>
  of.stored.as === 'list_by_account'
    ? { account_sid: account, account: undefined }
    : { account_sid: undefined, account };

/** `--auth-token-stdin`, `--public-key <base64>`: how it is typed in. */
export const valueOption = ({ input, form }: SecretKind): string =>
  input.from === 'stdin' ? `--${input.option}-stdin` : `--${input.option} <${form}>`;

/** @throws UsageError when it cannot be what it is said to be: stored, it would refuse genuine callbacks */
export function requireWellFormed({ problemOf }: SecretKind, value: string): void {
  const problem = problemOf(value);
  if (problem !== undefined) throw new UsageError(problem, 'secret_malformed');
}

const objectSchema = z.record(z.string(), z.unknown()).catch({});
const textsSchema = z
  .union([z.array(z.string()), z.string().transform((text) => [text])])
  .optional()
  .default([]);

/** Newest first. */
export function valuesOf(secrets: ProviderSecrets, { of, account }: SecretList): string[] {
  const { field, as } = of.stored;
  const part = objectSchema.parse(secrets[of.provider]);
  if (as === 'list_by_account') return textsSchema.parse(objectSchema.parse(part[field])[account ?? '']);
  return textsSchema.parse((account === undefined ? part : accountPart(part, account))[field]);
}

type Part = Readonly<Record<string, unknown>>;

const accountPart = (part: Part, account: string): Part =>
  objectSchema.parse(objectSchema.parse(part.accounts)[account]);

/** The lists of a provider in which there are any. */
export const listsOf = (secrets: ProviderSecrets, provider: Provider): SecretList[] =>
  kindsOf(provider)
    .flatMap((of): SecretList[] => {
      const part = objectSchema.parse(secrets[provider]);
      const isByAccount = of.stored.as === 'list_by_account';
      const named = Object.keys(objectSchema.parse(isByAccount ? part[of.stored.field] : part.accounts));
      return [...(isByAccount ? [] : [{ of }]), ...named.map((account) => ({ of, account }))];
    })
    .filter((list) => valuesOf(secrets, list).length > 0);

/** The accounts whose callbacks are taken, by the names under which their tenants are kept. */
export const accountsOf = (secrets: ProviderSecrets, provider: Provider): string[] => [
  ...new Set(
    listsOf(secrets, provider)
      .filter(({ of }) => of.rotation !== undefined)
      .map(({ account }) => account ?? DEFAULT_ACCOUNT),
  ),
];

/** A provider, or one of its accounts, of which nothing is left is not configured any more. */
export function withValues(
  secrets: ProviderSecrets,
  { of: { provider, stored }, account }: SecretList,
  values: readonly string[],
): ProviderSecrets {
  const { field, as } = stored;
  const part = objectSchema.parse(secrets[provider]);
  const list = values.length === 0 ? undefined : values;
  const value = as === 'single' ? list?.[0] : list;
  const changed =
    as === 'list_by_account'
      ? { ...part, [field]: present({ ...objectSchema.parse(part[field]), [account ?? '']: list }) }
      : account === undefined
        ? { ...part, [field]: value }
        : {
            ...part,
            accounts: withAccount(part, account, { ...accountPart(part, account), [field]: value }),
          };
  return withPart(secrets, provider, changed);
}

function withAccount(part: Part, account: string, own: Part): Part | undefined {
  const isLeft = Object.values(own).some((values) => textsSchema.parse(values).length > 0);
  const accounts = present({
    ...objectSchema.parse(part.accounts),
    [account]: isLeft ? present(own) : undefined,
  });
  return Object.keys(accounts).length === 0 ? undefined : accounts;
}

function withPart(secrets: ProviderSecrets, provider: Provider, part: Part): ProviderSecrets {
  const changed = { ...secrets, [provider]: present(part) };
  const isLeft = listsOf(changed, provider).length > 0;
  return providerSecretsSchema.parse(isLeft ? changed : present({ ...secrets, [provider]: undefined }));
}

const tenantsSchema = z.record(z.string(), z.array(z.string())).catch({});

/** For whom an account may speak; undefined: for all. */
export const tenantsOf = (
  secrets: ProviderSecrets,
  provider: Provider,
  account: string = DEFAULT_ACCOUNT,
): readonly string[] | undefined =>
  tenantsSchema.parse(objectSchema.parse(secrets[provider]).tenants)[account];

/** @param tenants undefined: all */
export function withTenants(
  secrets: ProviderSecrets,
  provider: Provider,
  account: string = DEFAULT_ACCOUNT,
  tenants: readonly string[] | undefined,
): ProviderSecrets {
  const part = objectSchema.parse(secrets[provider]);
  const all = present({ ...tenantsSchema.parse(part.tenants), [account]: tenants });
  return withPart(secrets, provider, {
    ...part,
    tenants: Object.keys(all).length === 0 ? undefined : all,
  });
}

const present = (object: Part): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
