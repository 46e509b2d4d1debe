import { Command } from 'commander';
import { addAddressCommands } from './wiring/addresses.ts';
import { addConversationCommands } from './wiring/conversations.ts';
import { addDlqCommands } from './wiring/dlq.ts';
import { addDoctorCommand } from './wiring/doctor.ts';
import { addEndpointCommands } from './wiring/endpoints.ts';
import { examples, type Session } from './wiring/handle.ts';
import { addKeyCommands } from './wiring/keys.ts';
import { addQuarantineCommands } from './wiring/quarantine.ts';
import { addSecretCommands } from './wiring/secrets.ts';
import { addTailCommand } from './wiring/tail.ts';
import { addTenantCommands } from './wiring/tenants.ts';

/** The command line: what may be written and what it says about itself. What it does is in commands/. */
export function createProgram(session: Session): Command {
  const program = new Command('pnpm cli')
    .description(
      'Operator commands of Switchyard. They work on the local stack of `pnpm dev`, or on a deployed one with --stack.',
    )
    .option('--stack <name>', 'a deployed stack, with your AWS credentials and region (or SWITCHYARD_STACK)')
    .option('--json', 'print one JSON document, nothing else')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => session.stdout.write(text),
      writeErr: (text) => session.stderr.write(text),
      // It is told once, by whoever started this, in the form that was asked for.
      outputError: () => undefined,
    })
    .addHelpText(
      'after',
      examples([
        'doctor',
        'tenants create acme --target-url https://hooks.example.com/acme',
        'tenants list --stack switchyard-prod',
        'dlq peek --tenant acme',
        'dlq requeue --tenant acme --rate 20',
        'tail evt_06h03rpcrshnmfn6v148neygy8',
        'secrets show',
        'conversations create --channel whatsapp --address +15550001111 --tenant acme',
        'quarantine release --all',
      ]),
    );

  addDoctorCommand(program, session);
  addTenantCommands(program, session);
  addKeyCommands(program, session);
  addEndpointCommands(program, session);
  addDlqCommands(program, session);
  addTailCommand(program, session);
  addSecretCommands(program, session);
  addAddressCommands(program, session);
  addConversationCommands(program, session);
  addQuarantineCommands(program, session);
  return program;
}
