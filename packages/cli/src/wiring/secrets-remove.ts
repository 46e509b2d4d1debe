import type { Command } from 'commander';
import * as z from 'zod';
import { createSecretsRemove, type SecretsSelection, secretsRemoveText } from '../commands/secrets-remove.ts';
import { UsageError } from '../errors.ts';
import type { OpenDeployment } from '../open-deployment.ts';
import { requireSomebodyToAsk } from '../require-somebody-to-ask.ts';
import { examples, handle, type Session } from './handle.ts';
import { accountSidSchema, flag, requireOneOf } from './inputs.ts';
import { providerSecretsOf } from './stores.ts';

const removeOptions = z.object({ previous: flag, yes: flag });

export function addSecretRemoveCommands(secrets: Command, session: Session): void {
  const remove = secrets
    .command('remove')
    .description('end a secret; with --previous all but the newest, which ends a rotation')
    .addHelpText(
      'after',
      examples(['secrets remove resend --previous', 'secrets remove sendgrid --path-segment --yes']),
    );
  const removeThese = removeSecrets(session);

  withRemoveOptions(remove.command('twilio'))
    .description('auth tokens, of one account or of all')
    .option('--account-sid <sid>', 'only of this account')
    .addHelpText(
      'after',
      examples([
        'secrets remove twilio --account-sid AC00000000000000000000000000000000 --previous',
        'secrets remove twilio --yes',
      ]),
    )
    .action(
      handle(
        session,
        removeOptions.extend({ accountSid: accountSidSchema.optional() }),
        async (input, open) => removeThese({ provider: 'twilio', accountSid: input.accountSid }, input, open),
      ),
    );

  withRemoveOptions(remove.command('resend'))
    .description('signing secrets and API key, or one of both')
    .option('--api-key', 'only the API key')
    .addHelpText('after', examples(['secrets remove resend --previous', 'secrets remove resend --api-key']))
    .action(
      handle(session, removeOptions.extend({ apiKey: flag }), async ({ apiKey, ...input }, open) => {
        if (apiKey && input.previous) throw new UsageError('There is only one API key, so none is previous.');
        await removeThese({ provider: 'resend', only: apiKey ? 'api_key' : undefined }, input, open);
      }),
    );

  withRemoveOptions(remove.command('sendgrid'))
    .description('public keys, basic auth and path segments, or one of these')
    .option('--public-key', 'only public keys')
    .option('--basic-auth', 'only basic auth')
    .option('--path-segment', 'only path segments')
    .addHelpText(
      'after',
      examples(['secrets remove sendgrid --path-segment', 'secrets remove sendgrid --public-key --previous']),
    )
    .action(
      handle(
        session,
        removeOptions.extend({ publicKey: flag, basicAuth: flag, pathSegment: flag }),
        async ({ publicKey, basicAuth, pathSegment, ...input }, open) => {
          const given = {
            '--public-key': publicKey,
            '--basic-auth': basicAuth,
            '--path-segment': pathSegment,
          };
          if (Object.values(given).some(Boolean)) requireOneOf(given);
          const only = publicKey
            ? 'public_key'
            : basicAuth
              ? 'basic_auth'
              : pathSegment
                ? 'path_segment'
                : undefined;
          await removeThese({ provider: 'sendgrid', only }, input, open);
        },
      ),
    );
}

const withRemoveOptions = (command: Command): Command =>
  command.option('--previous', 'all but the newest of each').option('--yes', 'do not ask');

const removeSecrets =
  ({ output, confirm }: Session) =>
  async (
    selection: SecretsSelection,
    input: z.output<typeof removeOptions>,
    open: () => Promise<OpenDeployment>,
  ): Promise<void> => {
    if (!input.previous && !input.yes) {
      requireSomebodyToAsk(
        output,
        'remove asks before it removes anything',
        'Add --yes to remove without being asked.',
      );
    }
    const remove = createSecretsRemove({ secrets: providerSecretsOf(await open()), confirm });
    const result = await remove({ ...input, selection });
    output.result(result, secretsRemoveText(result));
  };
