import { DAY_SECONDS } from '@switchyard/core/clock';
import { longestWait, parseRetrySchedule } from '@switchyard/core/deliveries';
import { SwitchyardError } from '@switchyard/core/errors';
import { EVENT_RETENTION_DAYS } from '@switchyard/core/events';
import { type Plan, parsePlans } from '@switchyard/core/tenants';
import { MAX_FALLBACK_BYTES } from '@switchyard/webhook-handler/config';
import type * as z from 'zod';
import { PRODUCTION_RULES } from './production-rules.ts';
import { problemsOfShares } from './reserved-concurrency.ts';
import { settingList } from './setting-list.ts';
import { isProduction } from './stage.ts';

const DAY_MS = DAY_SECONDS * 1_000;

/** The deployment's settings: the only reader of the environment in cdk/. `.env` holds them; see .env.example. */
export const settingsSchema = settingList.superRefine((settings, context) => {
  if ((settings.HOSTED_ZONE_ID === '') !== (settings.HOSTED_ZONE_NAME === '')) {
    const path = settings.HOSTED_ZONE_ID === '' ? 'HOSTED_ZONE_ID' : 'HOSTED_ZONE_NAME';
    context.addIssue({
      code: 'custom',
      path: [path],
      message: 'must be set together with the other HOSTED_ZONE_ setting, or both left empty',
    });
  }
  if (settings.DISABLE_EXECUTE_API_ENDPOINT && settings.HOSTED_ZONE_ID === '') {
    context.addIssue({
      code: 'custom',
      path: ['DISABLE_EXECUTE_API_ENDPOINT'],
      message: 'must be false without HOSTED_ZONE_ID and HOSTED_ZONE_NAME: nobody could reach the APIs',
    });
  }
  const waitDays = longestWaitDays(settings);
  if (waitDays >= EVENT_RETENTION_DAYS) {
    context.addIssue({
      code: 'custom',
      path: ['RETRY_SCHEDULE'],
      message: `with MAX_ATTEMPTS=${settings.MAX_ATTEMPTS} the attempts of an event could take ${waitDays.toFixed(1)} days, Retry-After included; it is kept for ${EVENT_RETENTION_DAYS}`,
    });
  }
  const texts = fallbackTexts(settings);
  const bytes = Buffer.byteLength(texts.join(''));
  // One that is too long by itself has been refused as such.
  if (bytes > MAX_FALLBACK_BYTES && texts.every((text) => Buffer.byteLength(text) <= MAX_FALLBACK_BYTES)) {
    context.addIssue({
      code: 'custom',
      path: ['FALLBACK_MESSAGE'],
      message: `and FALLBACK_MESSAGE_… have ${bytes} bytes of UTF-8 together, of at most ${MAX_FALLBACK_BYTES}`,
    });
  }
  for (const message of problemsOfShares(settings))
    context.addIssue({ code: 'custom', path: ['RESERVED_CONCURRENCY'], message });
  for (const message of problemsOfPlans(settings))
    context.addIssue({ code: 'custom', path: ['PLANS'], message });
  const { WORKER_MAX_CONCURRENCY: worker, ACCOUNT_CONCURRENCY: account } = settings;
  if (account > 0 && worker >= account) {
    const message = `must be less than ACCOUNT_CONCURRENCY=${account}, which all functions of the account share`;
    context.addIssue({ code: 'custom', path: ['WORKER_MAX_CONCURRENCY'], message });
  }
  if (!isProduction(settings)) return;
  for (const { name, holds, message } of PRODUCTION_RULES) {
    if (!holds(settings)) context.addIssue({ code: 'custom', path: [name], message });
  }
});

export type Settings = z.infer<typeof settingsSchema>;

function longestWaitDays({ RETRY_SCHEDULE, MAX_ATTEMPTS }: z.infer<typeof settingList>): number {
  try {
    return longestWait(parseRetrySchedule(RETRY_SCHEDULE), MAX_ATTEMPTS) / DAY_MS;
  } catch {
    // A schedule that cannot be read has been refused as such.
    return 0;
  }
}

/** A limit that the method's own is below would never be met. */
function problemsOfPlans({
  PLANS,
  API_THROTTLE_RATE,
  API_THROTTLE_BURST,
}: z.infer<typeof settingList>): string[] {
  return plansOf(PLANS).flatMap(({ name, rate, burst }) => [
    ...(rate > API_THROTTLE_RATE
      ? [`gives ${name} ${rate} requests a second, of API_THROTTLE_RATE=${API_THROTTLE_RATE} for all tenants`]
      : []),
    ...(burst > API_THROTTLE_BURST
      ? [
          `gives ${name} ${burst} requests at once, of API_THROTTLE_BURST=${API_THROTTLE_BURST} for all tenants`,
        ]
      : []),
  ]);
}

function plansOf(text: string): Plan[] {
  try {
    return parsePlans(text);
  } catch {
    // Plans that cannot be read have been refused as such.
    return [];
  }
}

/** A function's environment has room for all of them together (config.ts of the webhook-handler). */
const fallbackTexts = (settings: z.infer<typeof settingList>): readonly string[] => [
  settings.FALLBACK_MESSAGE,
  settings.FALLBACK_MESSAGE_WHATSAPP,
  settings.FALLBACK_MESSAGE_SMS,
  settings.FALLBACK_MESSAGE_EMAIL,
];

export class SettingsError extends SwitchyardError {
  /** One for each setting that is wrong: its name, its value and what is allowed. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const lines = problems.map((problem) => `  ${problem}`).join('\n');
    super(`The settings are not usable. Correct them in .env or in the environment:\n${lines}`, {
      code: 'settings_invalid',
    });
    this.problems = problems;
  }
}

/** @throws SettingsError that names each variable, its value and what is allowed */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const result = settingsSchema.safeParse(environment);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => {
    const name = path.join('.');
    return `${name}=${JSON.stringify(environment[name] ?? '')}: ${message}`;
  });
  throw new SettingsError([...new Set(lines)]);
}
