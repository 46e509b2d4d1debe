import type { parseSettings, SettingsError, settingsSchema } from '@switchyard/cdk/settings';
import { stackNameOf } from '@switchyard/cdk/stack-name';
import { configSchema } from '../config.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

type Settings = ReturnType<typeof parseSettings>;

/** The module of the deployment's settings; loaded by the one command that needs it. */
export type SettingsModule = {
  readonly parseSettings: typeof parseSettings;
  readonly settingsSchema: typeof settingsSchema;
  readonly SettingsError: typeof SettingsError;
};

export type CheckedSettings = {
  /** Absent when they are not usable. */
  readonly settings: Settings | undefined;
  readonly findings: readonly Finding[];
};

export type CheckSettingsInput = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What `.env` holds; absent: there is none. The environment goes before it, as everywhere. */
  readonly dotenv: Readonly<Record<string, string | undefined>> | undefined;
};

/** Settings as `cdk deploy` would take them. */
export function checkSettings(
  { parseSettings, settingsSchema, SettingsError }: SettingsModule,
  { environment, dotenv }: CheckSettingsInput,
): CheckedSettings {
  const from = dotenv === undefined ? 'the environment; there is no .env' : '.env and the environment';
  const unknown = unknownNames(Object.keys(dotenv ?? {}), Object.keys(settingsSchema.shape));
  try {
    const settings = parseSettings({ ...dotenv, ...environment });
    const what = `stage ${settings.STAGE}, stack ${stackNameOf(settings)}, from ${from}`;
    return { settings, findings: [ok('values', what), ...unknown, ...risksOf(settings)] };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const problems = error.problems.map((problem) =>
      fail('values', problem, 'correct it in .env or in the environment; docs/environment.md has them all'),
    );
    return { settings: undefined, findings: [...problems, ...unknown] };
  }
}

/** What else a `.env` may hold: of the local stack, and of the AWS SDK. */
const OTHER_NAMES = /^(PORT|RECEIVER_PORT|AWS_[A-Z0-9_]+|CDK_[A-Z0-9_]+)$/;

const unknownNames = (given: readonly string[], known: readonly string[]): Finding[] =>
  given
    .filter((name) => !known.includes(name) && !(name in configSchema.shape) && !OTHER_NAMES.test(name))
    .map((name) =>
      warn(
        'names',
        `.env holds ${name}, which is no setting and changes nothing`,
        'look for a slip of the pen',
      ),
    );

type Risk = {
  readonly name: keyof Settings;
  /** The values, as text, that are allowed and yet risky. */
  readonly risky: RegExp;
  readonly detail: string;
  readonly fix: string;
};

const RISKS: readonly Risk[] = [
  {
    name: 'VERIFY_WEBHOOK_SIGNATURES',
    risky: /^false$/,
    detail: 'anybody can make up messages and delivery reports',
    fix: 'VERIFY_WEBHOOK_SIGNATURES=true',
  },
  {
    name: 'ALLOW_LOOPBACK_TARGETS',
    risky: /^true$/,
    detail: 'tenants can reach the Lambda runtime API of the worker',
    fix: 'ALLOW_LOOPBACK_TARGETS=false; the local stack switches it on by itself',
  },
  {
    name: 'LEGACY_TWILIO_STATUS_SIGNATURE',
    risky: /^true$/,
    detail: 'a signature over the body alone covers neither URL nor time, and Twilio itself never makes one',
    fix: 'LEGACY_TWILIO_STATUS_SIGNATURE=false once no relay signs so',
  },
  {
    name: 'LEGACY_RESEND_SIGNATURE',
    risky: /^true$/,
    detail: 'such a signature covers no time, and Resend itself never makes one',
    fix: 'LEGACY_RESEND_SIGNATURE=false once no relay signs so',
  },
  {
    name: 'TWILIO_API_BASE_URL',
    risky: /^http:/,
    detail: 'requests carry the auth token in clear',
    fix: 'TWILIO_API_BASE_URL=https://…',
  },
  {
    name: 'RESEND_API_BASE_URL',
    risky: /^http:/,
    detail: 'requests carry the API key in clear',
    fix: 'RESEND_API_BASE_URL=https://…',
  },
  {
    name: 'ALERT_EMAIL',
    risky: /^$/,
    detail: 'alarms reach nobody',
    fix: 'ALERT_EMAIL=oncall@example.com',
  },
  {
    name: 'TWILIO_SOURCE_RANGES',
    risky: /./,
    detail:
      'Twilio’s other callbacks are refused before they are seen, and its addresses change unless its static proxy is bought',
    fix: 'TWILIO_SOURCE_RANGES= without that proxy: the signature is the proof either way',
  },
];

function risksOf(settings: Settings): Finding[] {
  const textOf = (name: keyof Settings) => String(settings[name]);
  const findings = RISKS.filter(({ name, risky }) => risky.test(textOf(name))).map(({ name, detail, fix }) =>
    warn('risks', `${name}=${textOf(name)}: ${detail}`, fix),
  );
  const answersMail =
    settings.FALLBACK_DEFAULT_TEXT || settings.FALLBACK_MESSAGE + settings.FALLBACK_MESSAGE_EMAIL !== '';
  if (answersMail && settings.FALLBACK_FROM_EMAIL === '') {
    const detail =
      'A fallback text for mail is set and FALLBACK_FROM_EMAIL is not: unknown senders of mail get none';
    findings.push(warn('risks', detail, 'FALLBACK_FROM_EMAIL=hello@example.com'));
  }
  return findings;
}
