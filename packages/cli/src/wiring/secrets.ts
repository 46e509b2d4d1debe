import type { Command } from 'commander';
import * as z from 'zod';
import { createSecretsShow, secretsShowText } from '../commands/secrets-show.ts';
import { examples, handle, type Session } from './handle.ts';
import { addSecretRemoveCommands } from './secrets-remove.ts';
import { addSecretRotateCommands } from './secrets-rotate.ts';
import { addSecretSetCommands } from './secrets-set.ts';
import { providerSecretsOf } from './stores.ts';

export function addSecretCommands(program: Command, session: Session): void {
  const { output } = session;
  const secrets = program
    .command('secrets')
    .description('tokens and keys by which callbacks of Twilio, Resend and SendGrid are proven genuine')
    .addHelpText(
      'after',
      examples([
        'secrets show',
        'secrets set twilio --help',
        'secrets rotate resend',
        'secrets remove twilio --help',
      ]),
    );

  secrets
    .command('show')
    .description('which are configured, and how many; never a value')
    .addHelpText('after', examples(['secrets show']))
    .action(
      handle(session, z.object({}), async (_input, open) => {
        const result = await createSecretsShow({ secrets: providerSecretsOf(await open()) })();
        output.result(result, secretsShowText(result));
      }),
    );

  addSecretSetCommands(secrets, session);
  addSecretRotateCommands(secrets, session);
  addSecretRemoveCommands(secrets, session);
}
