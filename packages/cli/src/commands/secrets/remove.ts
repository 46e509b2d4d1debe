import { namesOf } from '@switchyard/core/names-of';
import { PROVIDERS, type Provider } from '@switchyard/core/providers';
import * as z from 'zod';
import { type Command, defineCommand, type Option } from '../../define-command.ts';
import { UsageError } from '../../errors.ts';
import { accountSidSchema, flag, requireOneOf } from '../../input-schemas.ts';
import { removeSecrets, removeSecretsText } from '../../provider-secrets/remove-secret.ts';
import { kindsOf } from '../../provider-secrets/secret-kinds.ts';
import { isRemovedAlone } from '../../provider-secrets/set-secret.ts';
import { providerSecretsOf } from '../../provider-secrets-store.ts';
import { requireSomebodyToAsk } from '../../require-somebody-to-ask.ts';
import {
  accountExample,
  accountInput,
  accountNameOf,
  accountOptions,
  givenKinds,
  givenOf,
  hasAccounts,
  kindName,
} from './secret-options.ts';

const howSchema = z.object({ previous: flag, yes: flag });

function secretsRemoveOf(provider: Provider) {
  const kinds = kindsOf(provider).filter(isRemovedAlone);
  const accounts: Record<string, z.ZodType> = hasAccounts(provider)
    ? { accountSid: accountSidSchema.optional() }
    : accountInput(provider);
  const kindInputs: Record<string, z.ZodType> = Object.fromEntries(
    kinds.map((kind) => [kindName(kind), flag]),
  );
  const kindOptions: Record<string, Option> = Object.fromEntries(
    kinds.map((kind) => [kindName(kind), `only the ${kind.name}`]),
  );
  return defineCommand({
    name: `secrets remove ${provider}`,
    summary: PROVIDERS[provider].commands.remove,
    input: z.object({
      ...accounts,
      ...kindInputs,
      ...howSchema.shape,
    }),
    options: {
      ...accountOptions(provider, 'only of this account'),
      ...kindOptions,
      previous: 'all but the newest of each',
      yes: 'do not ask',
    },
    examples: [
      `secrets remove ${provider}${accountExample(provider)} --previous`,
      ...kinds.slice(-1).map(({ input }) => `secrets remove ${provider} --${input.option}`),
      `secrets remove ${provider} --yes`,
    ],
    async run({ output, confirm, open }, input) {
      const { previous, yes } = howSchema.parse(input);
      const given = givenKinds(kinds, input, kindName);
      if (Object.values(given).some(Boolean)) requireOneOf(given);
      const [only] = givenOf(kinds, input, kindName);
      if (only?.stored.as === 'single' && previous)
        throw new UsageError(`There is only one ${only.name}, so none is previous.`);
      if (!previous && !yes) {
        requireSomebodyToAsk(
          output,
          'remove asks before it removes anything',
          'Add --yes to remove without being asked.',
        );
      }
      const selection = { provider, account: accountNameOf(input), only };
      const secrets = providerSecretsOf(await open());
      return removeSecrets({ secrets, confirm }, { selection, previous, yes });
    },
    text: removeSecretsText,
  });
}

/** One for each provider. */
export const secretsRemove: readonly Command[] = namesOf(PROVIDERS).map(secretsRemoveOf);
