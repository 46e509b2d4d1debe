import type { Provider, ProviderSecrets } from '@switchyard/core/providers';
import { SECRET_REFETCH_MS } from '@switchyard/core/secret-cache';
import { CommandError } from '../errors.ts';
import {
  changeProviderSecrets,
  type ProviderSecretsStore,
  readProviderSecrets,
} from '../provider-secrets-store.ts';
import {
  accountField,
  accountOption,
  kindsOf,
  nameOf,
  type SecretList,
  valueOption,
  valuesOf,
  withValues,
} from './secret-kinds.ts';
import { setSecret } from './set-secret.ts';
import type { TenantsChange } from './set-tenants.ts';

/**
 * - `not_begun`: one is accepted
 * - `under_way`: the new one and the previous are
 * - `finished`: the previous no longer is
 */
export type RotationStand = 'not_begun' | 'under_way' | 'finished';

export type RotationStep = { readonly done: boolean; readonly text: string };

export type Rotation = {
  readonly name: string;
  readonly provider: Provider;
  readonly secret: string;
  readonly account_sid: string | undefined;
  readonly account: string | undefined;
  readonly stand: RotationStand;
  readonly accepted: number;
  readonly steps: readonly RotationStep[];
};

/** How a rotation stands, with old and new accepted meanwhile, and what comes next. */
export async function lookAtRotation(store: ProviderSecretsStore, list: SecretList): Promise<Rotation> {
  const accepted = requireSomething(await readProviderSecrets(store), list);
  return rotation(list, accepted, accepted > 1 ? 'under_way' : 'not_begun');
}

/** As `secrets set` does. */
export async function beginRotation(
  store: ProviderSecretsStore,
  list: SecretList,
  value: string,
  tenants?: TenantsChange,
): Promise<Rotation> {
  requireSomething(await readProviderSecrets(store), list);
  const { accepted } = await setSecret(store, { list, value, keepPrevious: true, tenants });
  if (accepted > 1) return rotation(list, accepted, 'under_way');
  throw new CommandError(
    'secret_not_new',
    `This is the ${nameOf(list)} that is accepted already: give the new one.`,
  );
}

/** As `secrets remove --previous` does. */
export async function finishRotation(store: ProviderSecretsStore, list: SecretList): Promise<Rotation> {
  if (requireSomething(await readProviderSecrets(store), list) === 1) {
    throw new CommandError(
      'rotation_not_begun',
      `Only one ${nameOf(list)} is accepted, so there is no previous one to end.`,
    );
  }
  await changeProviderSecrets(store, (current) =>
    withValues(current, list, valuesOf(current, list).slice(0, 1)),
  );
  return rotation(list, 1, 'finished');
}

function requireSomething(secrets: ProviderSecrets, list: SecretList): number {
  const accepted = valuesOf(secrets, list).length;
  if (accepted > 0) return accepted;
  throw new CommandError(
    'nothing_to_rotate',
    `There is no ${nameOf(list)} yet, so nothing is rotated: \`secrets set ${list.of.provider}\` sets the first.`,
  );
}

const rotation = (list: SecretList, accepted: number, stand: RotationStand): Rotation => ({
  name: nameOf(list),
  provider: list.of.provider,
  secret: list.of.kind,
  ...accountField(list),
  stand,
  accepted,
  steps: stepsOf(list, stand),
});

/** What is done at the provider and here, in the order in which no callback is refused. */
function stepsOf(list: SecretList, stand: RotationStand): RotationStep[] {
  const { before = [], after = [] } = list.of.rotation ?? {};
  const isBegun = stand !== 'not_begun';
  const isFinished = stand === 'finished';
  const fill = (text: string) =>
    text
      .replaceAll('{account}', list.account ?? '')
      .replaceAll('{refetch}', String(SECRET_REFETCH_MS / 1_000));
  const command = `secrets rotate ${list.of.provider}${accountOption(list)}`;
  return [
    ...before.map((text) => ({ done: isBegun, text: fill(text) })),
    {
      done: isBegun,
      text: `Take it here, beside the present one: \`${command} ${valueOption(list.of)}\``,
    },
    ...after.map((text) => ({ done: isFinished, text: fill(text) })),
    { done: isFinished, text: `End the previous one: \`${command}${whichOption(list)} --finish\`` },
  ];
}

/** ` --secret public-key`, where a provider has several kinds that are rotated. */
export const whichOption = ({ of }: SecretList): string =>
  kindsOf(of.provider).filter(({ rotation: rotated }) => rotated !== undefined).length > 1
    ? ` --secret ${of.input.option}`
    : '';

const STANDS = {
  not_begun: 'Its rotation has not begun: one is accepted.',
  under_way: 'Its rotation is under way:',
  finished: 'Its rotation is finished: the newest is the only one that is accepted.',
} as const satisfies Record<RotationStand, string>;

export function rotationText({ name, stand, accepted, steps }: Rotation): string {
  const count = stand === 'under_way' ? ` ${accepted} are accepted, the newest first.` : '';
  const next = steps.findIndex(({ done }) => !done);
  const lines = steps.map(
    ({ done, text }, index) =>
      `${done ? ' done' : index === next ? ' next' : '     '}  ${index + 1}. ${text.replaceAll('\n', '\n          ')}`,
  );
  return [`The ${name}. ${STANDS[stand]}${count}`, '', ...lines].join('\n');
}
