import { enumerate, namesOf } from '@switchyard/core/names-of';
import { PROVIDERS, type Provider } from '@switchyard/core/providers';
import * as z from 'zod';
import { type Command, defineCommand, type Option } from '../../define-command.ts';
import { UsageError } from '../../errors.ts';
import { flag, requireOneOf } from '../../input-schemas.ts';
import {
  beginRotation,
  finishRotation,
  lookAtRotation,
  rotationText,
  whichOption,
} from '../../provider-secrets/rotate-secret.ts';
import { kindsOf, type NamedKind, valueOption } from '../../provider-secrets/secret-kinds.ts';
import { providerSecretsOf } from '../../provider-secrets-store.ts';
import {
  accountExample,
  accountInput,
  accountOf,
  accountOptions,
  givenKinds,
  givenOf,
  inputName,
  isGiven,
  readTenants,
  readValue,
  tenantsInput,
  tenantsOptions,
  valueInputs,
  valueOptions,
} from './secret-options.ts';

function secretsRotateOf(provider: Provider) {
  const kinds = kindsOf(provider).filter(({ rotation }) => rotation !== undefined);
  return defineCommand({
    name: `secrets rotate ${provider}`,
    summary: PROVIDERS[provider].commands.rotate,
    input: z.object({
      ...accountInput(provider),
      ...whichInput(kinds),
      ...valueInputs(kinds),
      ...tenantsInput,
      finish: flag,
    }),
    options: {
      ...accountOptions(provider),
      ...whichOptions(kinds),
      ...valueOptions(kinds, 'the new '),
      ...tenantsOptions,
      finish: 'end the previous one: the provider uses the new one now',
    },
    examples: kinds.slice(0, 1).flatMap((of) => {
      const command = `secrets rotate ${provider}${accountExample(provider)}`;
      const which = whichOption({ of });
      return [`${command}${which}`, `${command} ${valueOption(of)}`, `${command}${which} --finish`];
    }),
    async run(session, { finish, tenants: given, ...input }) {
      const { of, isNew } = chosen(kinds, finish === true, input);
      const list = { of, account: accountOf(input) };
      const value = isNew ? await readValue(session, of, input, newOne) : undefined;
      if (value === undefined && given !== undefined)
        throw new UsageError('--tenants goes with the new value; alone it is an option of `secrets set`.');
      const deployment = await session.open();
      const store = providerSecretsOf(deployment);
      if (value !== undefined) return beginRotation(store, list, value, await readTenants(deployment, given));
      return finish ? finishRotation(store, list) : lookAtRotation(store, list);
    },
    text: rotationText,
  });
}

const optionsOf = (kinds: readonly NamedKind[]): string[] => kinds.map(({ input }) => input.option);

/** Where a provider has several kinds, the one that is looked at or finished has to be named. */
const whichInput = (kinds: readonly NamedKind[]): Record<string, z.ZodType> =>
  kinds.length > 1
    ? { secret: z.enum(optionsOf(kinds), `must be ${enumerate(optionsOf(kinds))}`).optional() }
    : {};
const whichOptions = (kinds: readonly NamedKind[]): Record<string, Option> =>
  kinds.length > 1
    ? { secret: ['<which>', `${enumerate(optionsOf(kinds))}: how it stands, or with --finish`] }
    : {};

const newOne = (question: string): string => `New ${question.charAt(0).toLowerCase()}${question.slice(1)}`;

/** Which kind is meant, and whether there is a new value of it. @throws UsageError */
function chosen(
  kinds: readonly NamedKind[],
  finish: boolean,
  input: Readonly<Record<string, unknown>>,
): { readonly of: NamedKind; readonly isNew: boolean } {
  const given = givenKinds(kinds, input, inputName);
  const [valued] = givenOf(kinds, input, inputName);
  const [only, second] = kinds;
  if (second === undefined) {
    if (valued !== undefined) requireOneOf({ ...given, '--finish': finish });
  } else {
    requireOneOf({ '--secret': isGiven(input.secret), ...given });
    if (valued !== undefined && finish)
      throw new UsageError('--finish goes with --secret, not with a new value.');
  }
  const of = valued ?? kinds.find(({ input: { option } }) => option === input.secret) ?? only;
  if (of === undefined) throw new TypeError('A provider without secrets that are rotated');
  return { of, isNew: valued !== undefined };
}

/** One for each provider. An API key is not rotated, for only we use it: `secrets set` replaces it. */
export const secretsRotate: readonly Command[] = namesOf(PROVIDERS).map(secretsRotateOf);
