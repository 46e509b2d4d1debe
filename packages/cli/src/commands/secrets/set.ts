import { namesOf } from '@switchyard/core/names-of';
import { PROVIDERS, type Provider } from '@switchyard/core/providers';
import * as z from 'zod';
import { type Command, defineCommand } from '../../define-command.ts';
import { UsageError } from '../../errors.ts';
import { flag, requireOneOf } from '../../input-schemas.ts';
import { kindsOf, valueOption } from '../../provider-secrets/secret-kinds.ts';
import { setSecret, setSecretText } from '../../provider-secrets/set-secret.ts';
import { providerSecretsOf } from '../../provider-secrets-store.ts';
import {
  accountExample,
  accountInput,
  accountOf,
  accountOptions,
  givenKinds,
  givenOf,
  inputName,
  readValue,
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
      keepPrevious: flag,
      replace: flag,
    }),
    options: {
      ...accountOptions(provider),
      ...valueOptions(kinds),
      keepPrevious: 'what was accepted before still is (default)',
      replace: 'what was accepted before no longer is',
    },
    examples: kinds.map(
      (kind) =>
        `secrets set ${provider}${accountExample(provider)} ${valueOption(kind)}${kind.input.from === 'stdin' ? ' < secret.txt' : ''}`,
    ),
    async run(session, { keepPrevious, replace, ...input }) {
      if (keepPrevious && replace) throw new UsageError('Give --keep-previous or --replace, not both.');
      requireOneOf(givenKinds(kinds, input, inputName));
      const [of] = givenOf(kinds, input, inputName);
      if (of === undefined) throw new TypeError('One was given');
      const value = await readValue(session, of, input);
      const store = providerSecretsOf(await session.open());
      return setSecret(store, { list: { of, account: accountOf(input) }, value, keepPrevious: !replace });
    },
    text: setSecretText,
  });
}

/** One for each provider. */
export const secretsSet: readonly Command[] = namesOf(PROVIDERS).map(secretsSetOf);
