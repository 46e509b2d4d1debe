import { namesOf } from '@switchyard/core/names-of';
import { PROVIDERS, type Provider } from '@switchyard/core/providers';
import * as z from 'zod';
import { type Command, defineCommand } from '../../define-command.ts';
import { UsageError } from '../../errors.ts';
import { flag, requireOneOf } from '../../input-schemas.ts';
import { kindsOf, valueOption } from '../../provider-secrets/secret-kinds.ts';
import { setSecret, setSecretText } from '../../provider-secrets/set-secret.ts';
import { setTenants, setTenantsText } from '../../provider-secrets/set-tenants.ts';
import { providerSecretsOf } from '../../provider-secrets-store.ts';
import {
  accountExample,
  accountInput,
  accountOf,
  accountOptions,
  givenKinds,
  givenOf,
  inputName,
  readTenants,
  readValue,
  tenantsInput,
  tenantsOptions,
  valueInputs,
  valueOptions,
} from './secret-options.ts';

function secretsSetOf(provider: Provider) {
  const kinds = kindsOf(provider);
  return defineCommand({
    name: `secrets set ${provider}`,
    summary: PROVIDERS[provider].commands.set,
    input: z.object({
      ...accountInput(provider),
      ...valueInputs(kinds),
      ...tenantsInput,
      keepPrevious: flag,
      replace: flag,
    }),
    options: {
      ...accountOptions(provider),
      ...valueOptions(kinds),
      ...tenantsOptions,
      keepPrevious: 'what was accepted before still is (default)',
      replace: 'what was accepted before no longer is',
    },
    examples: [
      ...kinds.map(
        (kind) =>
          `secrets set ${provider}${accountExample(provider)} ${valueOption(kind)}${kind.input.from === 'stdin' ? ' < secret.txt' : ''}`,
      ),
      `secrets set ${provider}${accountExample(provider)} --tenants acme,globex`,
    ],
    async run(session, { keepPrevious, replace, tenants: given, ...input }) {
      if (keepPrevious && replace) throw new UsageError('Give --keep-previous or --replace, not both.');
      const account = accountOf(input);
      const [of] = givenOf(kinds, input, inputName);
      if (of === undefined && given !== undefined) {
        const deployment = await session.open();
        const change = await readTenants(deployment, given);
        return setTenants(providerSecretsOf(deployment), {
          tenants: undefined,
          ...change,
          provider,
          account,
        });
      }
      requireOneOf(givenKinds(kinds, input, inputName));
      if (of === undefined) throw new TypeError('One was given');
      if (of.stored.as === 'single' && account !== undefined)
        throw new UsageError(`There is one ${of.name} for all accounts: leave --account out.`);
      const value = await readValue(session, of, input);
      const deployment = await session.open();
      const tenants = await readTenants(deployment, given);
      const list = { of, account };
      return setSecret(providerSecretsOf(deployment), { list, value, keepPrevious: !replace, tenants });
    },
    text: (answer) => ('secret' in answer ? setSecretText(answer) : setTenantsText(answer)),
  });
}

/** One for each provider. */
export const secretsSet: readonly Command[] = namesOf(PROVIDERS).map(secretsSetOf);
