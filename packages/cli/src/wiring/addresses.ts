import { channelSchema } from '@switchyard/core/channels';
import { tenantIdSchema } from '@switchyard/core/ids';
import type { Command } from 'commander';
import * as z from 'zod';
import { addressesAssignText, createAddressesAssign } from '../commands/addresses-assign.ts';
import { addressesReleaseText, createAddressesRelease } from '../commands/addresses-release.ts';
import { addressesShowText, createAddressesShow } from '../commands/addresses-show.ts';
import { parseAddress } from '../parse-address.ts';
import { examples, handle, type Session } from './handle.ts';
import { addressStoreOf, tenantDeps } from './stores.ts';

const ownAddress = z.object({ channel: channelSchema, address: z.string() });

const withAddress = (command: Command): Command =>
  command
    .requiredOption('--channel <channel>', 'whatsapp, sms or email')
    .requiredOption('--address <address>', 'our number or mailbox, to which people write');

export function addAddressCommands(program: Command, session: Session): void {
  const { output, clock } = session;
  const addresses = program
    .command('addresses')
    .description('which tenant each of our numbers and mailboxes belongs to')
    .addHelpText(
      'after',
      examples([
        'addresses assign acme --channel sms --address +15550009999',
        'addresses show --channel sms --address +15550009999',
      ]),
    );

  withAddress(addresses.command('assign <tenant-id>'))
    .description('what arrives there becomes events of the tenant')
    .option('--force', 'also when it belongs to another tenant')
    .addHelpText(
      'after',
      examples([
        'addresses assign acme --channel whatsapp --address +15550009999',
        'addresses assign acme --channel email --address support@example.com --force',
      ]),
    )
    .action(
      handle(
        session,
        ownAddress.extend({ tenantId: tenantIdSchema, force: z.boolean().default(false) }),
        async ({ address: text, ...input }, open) => {
          const address = parseAddress(input.channel, text);
          const deployment = await open();
          const assign = createAddressesAssign({
            ...tenantDeps(deployment),
            addresses: addressStoreOf(deployment),
            clock,
          });
          const result = await assign({ ...input, address });
          output.result(result, addressesAssignText(result));
        },
      ),
    );

  withAddress(addresses.command('release'))
    .description('end that: it is nobody’s')
    .addHelpText('after', examples(['addresses release --channel sms --address +15550009999']))
    .action(
      handle(session, ownAddress, async ({ channel, address: text }, open) => {
        const address = parseAddress(channel, text);
        const release = createAddressesRelease({ addresses: addressStoreOf(await open()) });
        const result = await release({ channel, address });
        output.result(result, addressesReleaseText(result));
      }),
    );

  withAddress(addresses.command('show'))
    .description('whose it is')
    .addHelpText('after', examples(['addresses show --channel sms --address +15550009999']))
    .action(
      handle(session, ownAddress, async ({ channel, address: text }, open) => {
        const address = parseAddress(channel, text);
        const show = createAddressesShow({ addresses: addressStoreOf(await open()) });
        const result = await show({ channel, address });
        output.result(result, addressesShowText(result));
      }),
    );
}
