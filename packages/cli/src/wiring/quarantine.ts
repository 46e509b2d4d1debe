import { QUARANTINE_DAYS } from '@switchyard/core/inbound';
import type { Command } from 'commander';
import * as z from 'zod';
import { createQuarantineList, quarantineListText } from '../commands/quarantine-list.ts';
import {
  createQuarantineRelease,
  parseSelection,
  quarantineReleaseText,
} from '../commands/quarantine-release.ts';
import { createQuarantineShow, quarantineShowText } from '../commands/quarantine-show.ts';
import { examples, handle, type Session } from './handle.ts';
import { wholeNumber } from './inputs.ts';
import { callbackSpoolOf, quarantineStoreOf } from './stores.ts';

const MAX_LISTED = 1_000;

const requestId = z.string().regex(/^[\w.:=-]{1,128}$/, 'must be an id that `quarantine list` shows');
const code = z
  .string()
  .regex(/^[a-z_]{1,40}$/, 'must be a code such as signature_mismatch')
  .optional();

export function addQuarantineCommands(program: Command, session: Session): void {
  const { output, setExitCode } = session;
  const quarantine = program
    .command('quarantine')
    .description('callbacks that were refused, kept for 7 days')
    .addHelpText(
      'after',
      examples(['quarantine list --code signature_mismatch', 'quarantine release --all']),
    );

  quarantine
    .command('list')
    .description('when, route and why, newest first; nothing of what the sender wrote')
    .option('--days <count>', 'so many days back', String(QUARANTINE_DAYS))
    .option('--code <code>', 'only refused for this, such as signature_mismatch')
    .option('--limit <count>', 'at most so many', '50')
    .addHelpText('after', examples(['quarantine list', 'quarantine list --days 1 --code no_secret --json']))
    .action(
      handle(
        session,
        z.object({ days: wholeNumber(1, QUARANTINE_DAYS), code, limit: wholeNumber(1, MAX_LISTED) }),
        async (input, open) => {
          const list = createQuarantineList({ quarantine: quarantineStoreOf(await open(), session) });
          const result = await list(input);
          output.result(result, quarantineListText(result));
        },
      ),
    );

  quarantine
    .command('show <id>')
    .description('one request, to see why it was refused')
    .option('--body', 'also what the sender wrote, which is personal data')
    .addHelpText('after', examples(['quarantine show 5d0c9e0e-8f5c-4a51-9a34-2f6f7f8a1c11']))
    .action(
      handle(session, z.object({ id: requestId, body: z.boolean().default(false) }), async (input, open) => {
        const show = createQuarantineShow({ quarantine: quarantineStoreOf(await open(), session) });
        const result = await show(input);
        output.result(result, quarantineShowText(result));
      }),
    );

  quarantine
    .command('release [id...]')
    .description('verify again, with the secrets and URL of now, and process what is genuine')
    .option('--all', 'all of the last 7 days')
    .option('--code <code>', 'with --all: only refused for this')
    .addHelpText(
      'after',
      examples([
        'quarantine release 5d0c9e0e-8f5c-4a51-9a34-2f6f7f8a1c11',
        'quarantine release --all --code signature_mismatch',
      ]),
    )
    .action(
      handle(
        session,
        z.object({ id: z.array(requestId), all: z.boolean().default(false), code }),
        async ({ id: ids, all, code: only }, open) => {
          const selection = parseSelection({ ids, all, code: only });
          const deployment = await open();
          const release = createQuarantineRelease({
            quarantine: quarantineStoreOf(deployment, session),
            callbackSpool: callbackSpoolOf(deployment),
            output,
          });
          const result = await release(selection);
          output.result(result, quarantineReleaseText(result));
          if (result.not_released > 0) setExitCode(1);
        },
      ),
    );
}
