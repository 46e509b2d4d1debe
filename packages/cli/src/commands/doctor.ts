import * as z from 'zod';
import { defineCommand } from '../define-command.ts';
import { checkAccount } from '../doctor/check-account.ts';
import { checkSettings } from '../doctor/check-settings.ts';
import { checks, isLocal } from '../doctor/checks.ts';
import { doctorText } from '../doctor/doctor-text.ts';
import { findTarget, nameOfTarget } from '../doctor/find-target.ts';
import { type FindingState, skipped } from '../doctor/finding.ts';
import { providerUrls } from '../doctor/provider-urls.ts';
import { readDotenv } from '../read-dotenv.ts';

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'check settings, account and deployment, and print every URL to give to providers',
  input: z.object({}),
  options: {},
  examples: ['doctor', 'doctor --stack switchyard-prod', 'doctor --json'],
  notes:
    'Without --stack it looks at the local stack, and where none runs at the stack that the settings name, deployed\nor not. It changes nothing. The exit code is 1 when a check failed.',
  async run({ open, openAccount, fetch, environment, directory }) {
    const [settingsModule, dotenv] = await Promise.all([
      import('@switchyard/cdk/settings'),
      readDotenv(directory),
    ]);
    const settings = checkSettings(settingsModule, { environment, dotenv });
    const target = await findTarget(open, settings.settings);
    const account = isLocal(target)
      ? Promise.resolve([skipped('identity', 'the local stack asks for no credentials')])
      : openAccount().then((account) => checkAccount(account, settings.settings));
    const subject = { settings, target, account, openAccount, fetch };
    const found = await Promise.all(
      checks.map(async ({ group, check }) =>
        (await check(subject)).map((finding) => ({ group, ...finding })),
      ),
    );
    const findings = found.flat();
    const count = (state: FindingState) => findings.filter((finding) => finding.state === state).length;
    return {
      target: nameOfTarget(target),
      healthy: count('fail') === 0,
      counts: { ok: count('ok'), warn: count('warn'), fail: count('fail'), skipped: count('skipped') },
      checks: findings,
      urls: target.kind === 'open' ? providerUrls(target.deployment) : [],
    };
  },
  text: (result, { colors }) => doctorText(result, colors),
  exitCode: ({ healthy }) => (healthy ? 0 : 1),
});
