import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Command } from 'commander';
import * as z from 'zod';
import { createDoctor } from '../commands/doctor.ts';
import { doctorText } from '../commands/doctor-text.ts';
import { createCheckSettings } from '../doctor/check-settings.ts';
import { examples, handle, type Session } from './handle.ts';

export function addDoctorCommand(program: Command, session: Session): void {
  const { output, environment, directory, openAccount, fetch, setExitCode } = session;
  program
    .command('doctor')
    .description('check settings, account and deployment, and print every URL to give to providers')
    .addHelpText(
      'after',
      `${examples([
        'doctor',
        'doctor --stack switchyard-prod',
        'doctor --json',
      ])}\n\nWithout --stack it looks at the local stack, and where none runs at the stack that the settings name, deployed\nor not. It changes nothing. The exit code is 1 when a check failed.`,
    )
    .action(
      handle(session, z.object({}), async (_input, open) => {
        const [settingsModule, dotenv] = await Promise.all([
          import('@switchyard/cdk/settings'),
          readDotenv(join(directory, '.env')),
        ]);
        const checkSettings = createCheckSettings(settingsModule);
        const doctor = createDoctor({
          checkSettings: () => checkSettings({ environment, dotenv }),
          open: (stack) => (stack === undefined ? open() : session.open(stack)),
          openAccount,
          fetch,
        });
        const result = await doctor();
        output.result(result, doctorText(result, output.colors));
        if (!result.healthy) setExitCode(1);
      }),
    );
}

async function readDotenv(file: string): Promise<Readonly<Record<string, string | undefined>> | undefined> {
  return existsSync(file) ? parseEnv(await readFile(file, 'utf8')) : undefined;
}
