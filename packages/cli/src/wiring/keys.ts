import { tenantIdSchema } from '@switchyard/core/ids';
import type { Command } from 'commander';
import * as z from 'zod';
import { createKeysCreate, keysCreateText } from '../commands/keys-create.ts';
import { createKeysList, keysListText } from '../commands/keys-list.ts';
import { createKeysRevoke, keysRevokeText } from '../commands/keys-revoke.ts';
import { examples, handle, type Session } from './handle.ts';
import { expiresInSchema, keyIdSchema, labelSchema } from './inputs.ts';
import { tenantDeps } from './stores.ts';

const byTenant = z.object({ tenantId: tenantIdSchema });

export function addKeyCommands(program: Command, session: Session): void {
  const { output, clock, random } = session;
  const keys = program
    .command('keys')
    .description('API keys of a tenant')
    .addHelpText('after', examples(['keys create acme --label ci --expires-in 90d', 'keys list acme']));

  keys
    .command('create <tenant-id>')
    .description('make another key; shows it once')
    .option('--label <text>', 'what the key is for')
    .option('--expires-in <duration>', 'such as 12h or 90d (default: never)')
    .addHelpText('after', examples(['keys create acme --label ci --expires-in 90d']))
    .action(
      handle(
        session,
        byTenant.extend({ label: labelSchema.optional(), expiresIn: expiresInSchema.optional() }),
        async (input, open) => {
          const create = createKeysCreate({ ...tenantDeps(await open()), clock, random });
          const result = await create(input);
          output.result(result, keysCreateText(result, output.colors));
        },
      ),
    );

  keys
    .command('list <tenant-id>')
    .description('its keys and their state')
    .addHelpText('after', examples(['keys list acme']))
    .action(
      handle(session, byTenant, async ({ tenantId }, open) => {
        const result = await createKeysList({ ...tenantDeps(await open()), clock })(tenantId);
        output.result(result, keysListText(result.keys));
      }),
    );

  keys
    .command('revoke <tenant-id> <key-id>')
    .description('end a key for good')
    .addHelpText('after', examples(['keys revoke acme key_06h03rgymztny9khep8ps1xnt8']))
    .action(
      handle(session, byTenant.extend({ keyId: keyIdSchema }), async (input, open) => {
        const result = await createKeysRevoke(tenantDeps(await open()))(input);
        output.result(result, keysRevokeText(result));
      }),
    );
}
