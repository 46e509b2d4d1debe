import type { ProviderSecrets } from '@switchyard/core/providers';
import { CommandError } from '../errors.ts';
import type { ProviderSecretsStore } from '../provider-secrets-store.ts';
import { createSecretsRemove } from './remove-secret.ts';
import { type RotatedSecret, type RotationStand, rotationSteps } from './rotation-steps.ts';
import { createSecretsSet, listOf, type NewSecret, nameOfSecret, providerOf } from './set-secret.ts';

export type SecretsRotateDeps = {
  readonly secrets: Pick<ProviderSecretsStore, 'read' | 'change' | 'removeProvider'>;
};

/** A rotation with old and new accepted meanwhile: `begin` is `secrets set`, `finish` is `secrets remove --previous`. */
export function createSecretsRotate({ secrets: store }: SecretsRotateDeps) {
  const set = createSecretsSet({ secrets: store });
  const remove = createSecretsRemove({ secrets: store, confirm: async () => true });

  return {
    /** How it stands, and what comes next. */
    async look(rotated: RotatedSecret) {
      const accepted = requireSomething(await store.read(), rotated);
      return resultOf(rotated, accepted, accepted > 1 ? 'under_way' : 'not_begun');
    },

    async begin(secret: NewSecret & RotatedSecret) {
      requireSomething(await store.read(), secret);
      const { accepted } = await set({ secret, keepPrevious: true });
      if (accepted === 1) {
        throw new CommandError(
          'secret_not_new',
          `This is the ${nameOfSecret(secret)} that is accepted already: give the new one.`,
        );
      }
      return resultOf(secret, accepted, 'under_way');
    },

    async finish(rotated: RotatedSecret) {
      const accepted = requireSomething(await store.read(), rotated);
      if (accepted === 1) {
        throw new CommandError(
          'rotation_not_begun',
          `Only one ${nameOfSecret(rotated)} is accepted, so there is no previous one to end.`,
        );
      }
      await remove({ selection: selectionOf(rotated), previous: true, yes: true });
      return resultOf(rotated, 1, 'finished');
    },
  };
}

function requireSomething(secrets: ProviderSecrets, rotated: RotatedSecret): number {
  const accepted = listOf(secrets, rotated).length;
  if (accepted > 0) return accepted;
  throw new CommandError(
    'nothing_to_rotate',
    `There is no ${nameOfSecret(rotated)} yet, so nothing is rotated: \`secrets set ${providerOf(rotated)}\` sets the first.`,
  );
}

function selectionOf(rotated: RotatedSecret) {
  switch (rotated.kind) {
    case 'auth_token':
      return { provider: 'twilio', accountSid: rotated.accountSid } as const;
    case 'signing_secret':
      return { provider: 'resend' } as const;
    default:
      return { provider: 'sendgrid', only: rotated.kind } as const;
  }
}

const resultOf = (rotated: RotatedSecret, accepted: number, stand: RotationStand) => ({
  name: nameOfSecret(rotated),
  provider: providerOf(rotated),
  secret: rotated.kind,
  account_sid: rotated.kind === 'auth_token' ? rotated.accountSid : undefined,
  stand,
  accepted,
  steps: rotationSteps(rotated, stand),
});

const STANDS = {
  not_begun: 'Its rotation has not begun: one is accepted.',
  under_way: 'Its rotation is under way:',
  finished: 'Its rotation is finished: the newest is the only one that is accepted.',
} as const satisfies Record<RotationStand, string>;

export function secretsRotateText(
  result: Awaited<ReturnType<ReturnType<typeof createSecretsRotate>['look']>>,
): string {
  const { name, stand, accepted, steps } = result;
  const count = stand === 'under_way' ? ` ${accepted} are accepted, the newest first.` : '';
  const next = steps.findIndex(({ done }) => !done);
  const lines = steps.map(
    ({ done, text }, index) =>
      `${done ? ' done' : index === next ? ' next' : '     '}  ${index + 1}. ${text.replaceAll('\n', '\n          ')}`,
  );
  return [`The ${name}. ${STANDS[stand]}${count}`, '', ...lines].join('\n');
}
