import { namesOf } from '@switchyard/core/names-of';
import {
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

/** ` --account-sid AC…`, where there are accounts. */
export const accountOption = ({ of, account = 'AC…' }: SecretList): string =>
  of.stored.as === 'list_by_account' ? ` --account-sid ${account}` : '';

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
export function valuesOf(secrets: ProviderSecrets, { of, account = '' }: SecretList): string[] {
  const { field, as } = of.stored;
  const value = objectSchema.parse(secrets[of.provider])[field];
  return textsSchema.parse(as === 'list_by_account' ? objectSchema.parse(value)[account] : value);
}

/** The lists of a provider in which there are any. */
export const listsOf = (secrets: ProviderSecrets, provider: Provider): SecretList[] =>
  kindsOf(provider)
    .flatMap((of) => {
      if (of.stored.as !== 'list_by_account') return [{ of }];
      const byAccount = objectSchema.parse(objectSchema.parse(secrets[provider])[of.stored.field]);
      return Object.keys(byAccount).map((account) => ({ of, account }));
    })
    .filter((list) => valuesOf(secrets, list).length > 0);

/** A provider of which nothing is left is not configured any more. */
export function withValues(
  secrets: ProviderSecrets,
  { of: { provider, stored }, account = '' }: SecretList,
  values: readonly string[],
): ProviderSecrets {
  const part = objectSchema.parse(secrets[provider]);
  const list = values.length === 0 ? undefined : values;
  const value =
    stored.as === 'list_by_account'
      ? present({ ...objectSchema.parse(part[stored.field]), [account]: list })
      : stored.as === 'single'
        ? list?.[0]
        : list;
  const changed = { ...secrets, [provider]: present({ ...part, [stored.field]: value }) };
  const isLeft = listsOf(changed, provider).length > 0;
  return providerSecretsSchema.parse(isLeft ? changed : present({ ...secrets, [provider]: undefined }));
}

const present = (object: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
