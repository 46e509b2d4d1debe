import { tenantIdSchema } from '@switchyard/core/ids';
import { accountIdSchema, DEFAULT_ACCOUNT, type Provider } from '@switchyard/core/providers';
import { findTenant } from '@switchyard/core/tenants/find-tenant';
import * as z from 'zod';
import type { Option } from '../../define-command.ts';
import { accountSidSchema, flag } from '../../input-schemas.ts';
import {
  kindsOf,
  type NamedKind,
  requireWellFormed,
  valueOption,
} from '../../provider-secrets/secret-kinds.ts';
import type { TenantsChange } from '../../provider-secrets/set-tenants.ts';
import type { Session } from '../../session.ts';

export const ACCOUNT = 'AC00000000000000000000000000000000';

/** `authTokenStdin`, `publicKey`: the input by which a value of this kind comes. */
export const inputName = ({ input }: NamedKind): string =>
  camelCase(input.from === 'stdin' ? `${input.option}-stdin` : input.option);

/** `publicKey`: the input that names a kind. */
export const kindName = ({ input }: NamedKind): string => camelCase(input.option);

const camelCase = (name: string): string =>
  name.replace(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase());

/** Whether the secrets of a provider are those of its accounts, each with its own. */
export const hasAccounts = (provider: Provider): boolean =>
  kindsOf(provider).some(({ stored }) => stored.as === 'list_by_account');

/** Twilio's accounts have a SID each; those of other providers get a name, where there are several. */
export const accountInput = (provider: Provider): Record<string, z.ZodType> =>
  hasAccounts(provider) ? { accountSid: accountSidSchema } : { account: accountIdSchema.optional() };
export const accountOptions = (provider: Provider, summary?: string): Record<string, Option> =>
  hasAccounts(provider)
    ? { accountSid: ['<sid>', summary ?? 'AC…'] }
    : { account: ['<name>', summary ?? 'where you have several there: a name of yours for this one'] };

/** As it is typed in. */
export const accountNameOf = (input: Readonly<Record<string, unknown>>): string | undefined =>
  z
    .string()
    .optional()
    .parse(input.accountSid ?? input.account);
/** The account whose secrets these are; undefined: the one without a name. */
export function accountOf(input: Readonly<Record<string, unknown>>): string | undefined {
  const name = accountNameOf(input);
  return name === DEFAULT_ACCOUNT ? undefined : name;
}
export const accountExample = (provider: Provider): string =>
  hasAccounts(provider) ? ` --account-sid ${ACCOUNT}` : '';

/** `*`: all of them. */
const ALL = '*';
const tenantsSchema = z
  .string()
  .transform((text) => (text === ALL ? ALL : [...new Set(text.split(',').map((id) => id.trim()))]))
  .pipe(z.union([z.literal(ALL), z.array(tenantIdSchema)], 'must be tenant ids with commas between, or *'));

export const tenantsInput = { tenants: tenantsSchema.optional() };
export const tenantsOptions = {
  tenants: ['<ids>', 'for whom the account may speak, with commas between; * (default): for all'],
} as const satisfies Record<string, Option>;

/** @returns undefined where it stays what it is. @throws NotFoundError when there is no such tenant */
export async function readTenants(
  deployment: Parameters<typeof findTenant>[0],
  tenants: z.infer<typeof tenantsSchema> | undefined,
): Promise<TenantsChange | undefined> {
  if (tenants === undefined) return undefined;
  if (tenants === ALL) return { tenants: undefined };
  await Promise.all(tenants.map((id) => findTenant(deployment, id)));
  return { tenants };
}

/**
 * How values are typed in. Those of the command line are checked later: what was given by mistake may be a private key,
 * and must not be shown.
 */
export const valueInputs = (kinds: readonly NamedKind[]): Record<string, z.ZodType> =>
  Object.fromEntries(
    kinds.map((kind) => [inputName(kind), kind.input.from === 'stdin' ? flag : z.string().optional()]),
  );

/** @param which such as `the new ` */
export const valueOptions = (kinds: readonly NamedKind[], which = ''): Record<string, Option> =>
  Object.fromEntries(
    kinds.map((kind) => [
      inputName(kind),
      kind.input.from === 'stdin'
        ? `read ${which}${kind.form} from stdin, or ask for it on a terminal`
        : [`<${kind.form}>`, `${which === '' ? 'a' : which.trim()} ${kind.name}`],
    ]),
  );

/** By the option as it is written: whether it was given. */
export const givenKinds = (
  kinds: readonly NamedKind[],
  input: Readonly<Record<string, unknown>>,
  nameIn: (kind: NamedKind) => string,
): Record<string, boolean> =>
  Object.fromEntries(
    kinds.map((kind) => [
      nameIn === inputName ? (valueOption(kind).split(' ')[0] ?? '') : `--${kind.input.option}`,
      isGiven(input[nameIn(kind)]),
    ]),
  );

export const givenOf = (
  kinds: readonly NamedKind[],
  input: Readonly<Record<string, unknown>>,
  nameIn: (kind: NamedKind) => string,
): NamedKind[] => kinds.filter((kind) => isGiven(input[nameIn(kind)]));

export const isGiven = (value: unknown): boolean => value !== undefined && value !== false;

/** The value, asked for where it is not on the command line. @throws UsageError */
export async function readValue(
  { readSecret }: Session,
  kind: NamedKind,
  input: Readonly<Record<string, unknown>>,
  question: (text: string) => string = (text) => text,
): Promise<string> {
  const given = input[inputName(kind)];
  const asked = question(kind.question).replaceAll('{account}', accountOf(input) ?? '');
  const value = typeof given === 'string' ? given : await readSecret(asked);
  requireWellFormed(kind, value);
  return value;
}
