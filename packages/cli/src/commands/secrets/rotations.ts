import { namesOf } from '@switchyard/core/names-of';
import { PROVIDERS } from '@switchyard/core/providers';
import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { formatTable } from '../../format.ts';
import { kindsOf, listsOf, type SecretList, valuesOf } from '../../provider-secrets/secret-kinds.ts';
import { providerSecretsOf, readProviderSecrets } from '../../provider-secrets-store.ts';

export const secretsRotations = defineCommand({
  name: 'secrets rotations',
  summary: 'of each secret how many are accepted, and whether a rotation is under way; never a value',
  input: z.object({}),
  options: {},
  examples: ['secrets rotations'],
  async run({ open }) {
    const secrets = await readProviderSecrets(providerSecretsOf(await open()));
    return {
      providers: namesOf(PROVIDERS).map((provider) => ({
        provider,
        configured: secrets[provider] !== undefined,
        secrets: listsOf(secrets, provider)
          .filter(({ of }) => of.rotation !== undefined)
          .map((list) => view(list, valuesOf(secrets, list).length)),
      })),
    };
  },
  text({ providers }) {
    const rows = providers.flatMap(({ provider, secrets }) =>
      secrets.map(({ secret, account_sid, account, accepted, stand }) => [
        provider,
        secret,
        account_sid ?? account ?? '-',
        String(accepted),
        stand === 'under_way' ? 'under way' : 'none',
      ]),
    );
    const missing = providers.filter(({ configured }) => !configured).map(({ provider }) => provider);
    return [
      ...(rows.length === 0
        ? []
        : [formatTable(['PROVIDER', 'SECRET', 'ACCOUNT', 'ACCEPTED', 'ROTATION'], rows)]),
      ...(missing.length === 0 ? [] : [`Not configured: ${missing.join(', ')}.`]),
    ].join('\n\n');
  },
});

/** With what `secrets rotate` needs to be told. */
const view = ({ of, account }: SecretList, accepted: number) => ({
  secret: of.name,
  account_sid: of.stored.as === 'list_by_account' ? (account ?? null) : null,
  account: of.stored.as === 'list_by_account' ? null : (account ?? null),
  /** Of the kinds that the provider has; null where there is but one to rotate. */
  which:
    kindsOf(of.provider).filter(({ rotation }) => rotation !== undefined).length > 1 ? of.input.option : null,
  accepted,
  stand: accepted > 1 ? ('under_way' as const) : ('not_begun' as const),
});
