import { DEFAULT_ACCOUNT, PROVIDERS } from '@switchyard/core/providers';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { formatTable } from '../../format.ts';
import { kindOf, type NamedKind, SECRET_KINDS, shownNameOf } from '../../provider-secrets/secret-kinds.ts';
import { type SecretsView, secretsView } from '../../provider-secrets/secrets-view.ts';
import { providerSecretsOf, readProviderSecrets } from '../../provider-secrets-store.ts';

export function secretsShowText(view: SecretsView): string {
  const rows = SECRET_KINDS.flatMap((kind) => rowsOf(view, kind));
  const missing = Object.entries(view).flatMap(([name, part]) => (part === null ? [name] : []));
  const lines: string[] = [];
  if (rows.length > 0) lines.push(formatTable(['PROVIDER', 'SECRET', 'ACCEPTED', 'MAY SPEAK FOR'], rows));
  for (const kind of SECRET_KINDS) {
    const { provider, name, overrules } = kind;
    const isAny = (overrules?.kinds ?? []).some((other) => countOf(view, kindOf(provider, other)) > 0);
    if (overrules === undefined || !isAny || countOf(view, kind) === 0) continue;
    const { label } = PROVIDERS[provider];
    lines.push(`${label} has a ${name}, so ${overrules.because}; the others do not count.`);
  }
  if (missing.length > 0) {
    lines.push(
      `Not configured, so all callbacks are refused: ${missing.join(', ')}. See \`secrets set --help\`.`,
    );
  }
  return lines.join('\n\n');
}

function rowsOf(view: SecretsView, kind: NamedKind): string[][] {
  const { provider, name, shownAs, stored, rotation } = kind;
  const part = view[provider];
  if (part === null) return [];
  const tenants = tenantsSchema.parse(part.tenants);
  const whom = (account: string): string =>
    rotation === undefined ? '-' : (tenants[account]?.join(', ') ?? 'all tenants');
  const accounts = accountRowsSchema.parse(part.accounts);
  if (stored.as === 'list_by_account') {
    return accounts.map(({ account_sid: sid = '', [shownAs]: count }) => [
      provider,
      `${name} of ${sid}`,
      String(count),
      whom(sid),
    ]);
  }
  const named = accounts.filter((own) => own[shownAs] !== undefined);
  return [
    [provider, shownNameOf(kind), String(countOf(view, kind)), whom(DEFAULT_ACCOUNT)],
    ...named.map(({ account = '', [shownAs]: count }) => [
      provider,
      `${name} of ${account}`,
      String(count),
      whom(account),
    ]),
  ];
}

const tenantsSchema = z.record(z.string(), z.array(z.string())).catch({});
const accountRowsSchema = z.array(z.record(z.string(), z.coerce.string())).catch([]);

const countOf = (view: SecretsView, { provider, shownAs }: NamedKind): number =>
  Number(view[provider]?.[shownAs] ?? 0);

export const secretsShow = defineCommand({
  name: 'secrets show',
  summary: 'which are configured, and how many; never a value',
  input: z.object({}),
  options: {},
  examples: ['secrets show'],
  run: async ({ open }) => secretsView(await readProviderSecrets(providerSecretsOf(await open()))),
  text: secretsShowText,
});
