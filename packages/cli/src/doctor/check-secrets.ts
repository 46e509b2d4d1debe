import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { isAwsError } from '@switchyard/core/errors';
import type { ProviderSecrets } from '@switchyard/core/providers';
import {
  checkAuthToken,
  checkBasicAuth,
  checkPathSegment,
  checkResendApiKey,
  checkSendgridPublicKey,
  checkSigningSecret,
} from '../check-secret.ts';
import { UsageError } from '../errors.ts';
import type { OpenDeployment } from '../open-deployment.ts';
import { createProviderSecretsStore } from '../provider-secrets-store.ts';
import { DEPLOY } from './check-stack.ts';
import { type Finding, fail, ok, orFailure, skipped, warn } from './finding.ts';

type Deps = Pick<OpenDeployment, 'secretsManager' | 'named'>;

/** Whether each provider's secrets are there and can be what they are said to be. No finding contains a value. */
export async function checkSecrets({ secretsManager, named }: Deps): Promise<Finding[]> {
  const { providers, 'receiver-operator-token': operatorToken } = named.secrets;
  return [
    ...(providers === undefined
      ? [fail('providers', 'the stack names no secret of the providers', DEPLOY)]
      : await orFailure('providers', async () =>
          providerFindings(await createProviderSecretsStore({ secretsManager, secretId: providers }).read()),
        )),
    ...(operatorToken === undefined
      ? [fail('operator token', 'the stack names no operator token of the receiver', DEPLOY)]
      : await orFailure('operator token', () => checkOperatorToken(secretsManager, operatorToken))),
  ];
}

/** One list of the stored secret. */
type SecretList = {
  readonly provider: keyof ProviderSecrets;
  readonly name: string;
  /** Where it stands in the stored JSON. */
  readonly field: string;
  readonly values: readonly string[];
  /** @throws UsageError */
  readonly check: (value: string) => void;
  /** What `secrets rotate` and `secrets set` call it. */
  readonly rotate: string;
};

const PROVIDERS = {
  twilio: { name: 'Twilio', set: '`secrets set twilio --account-sid AC… --auth-token-stdin`' },
  resend: { name: 'Resend', set: '`secrets set resend --signing-secret-stdin`' },
  sendgrid: { name: 'SendGrid', set: '`secrets set sendgrid --public-key <base64>`' },
} as const;
const PROVIDER_NAMES = ['twilio', 'resend', 'sendgrid'] as const satisfies (keyof ProviderSecrets)[];

export function providerFindings(secrets: ProviderSecrets): Finding[] {
  const lists = listsOf(secrets);
  return PROVIDER_NAMES.flatMap((provider) => {
    const { name, set } = PROVIDERS[provider];
    const own = lists.filter((list) => list.provider === provider);
    const accepted = own.filter(({ values, rotate }) => values.length > 0 && rotate !== '');
    if (accepted.length === 0) {
      return [skipped(provider, `not configured: callbacks of ${name} are refused. If you use it: ${set}`)];
    }
    const summary = own
      .filter(({ values }) => values.length > 0)
      .map((list) => `${list.values.length} ${list.name}`)
      .join(', ');
    return [
      ok(provider, summary),
      ...own.flatMap(malformedOf),
      ...accepted.flatMap(rotationOf),
      ...unused(own),
    ];
  });
}

function listsOf({ twilio, resend, sendgrid }: ProviderSecrets): SecretList[] {
  return [
    ...Object.entries(twilio?.accounts ?? {}).map(([sid, values]) => ({
      provider: 'twilio' as const,
      name: `auth token of ${sid}`,
      field: `twilio.accounts.${sid}`,
      values,
      check: checkAuthToken,
      rotate: `twilio --account-sid ${sid}`,
    })),
    {
      provider: 'resend',
      name: 'signing secret',
      field: 'resend.signingSecrets',
      values: resend?.signingSecrets ?? [],
      check: checkSigningSecret,
      rotate: 'resend',
    },
    {
      provider: 'resend',
      name: 'API key, to send',
      field: 'resend.apiKey',
      values: resend?.apiKey === undefined ? [] : [resend.apiKey],
      check: checkResendApiKey,
      rotate: '',
    },
    ...(
      [
        ['public key', 'publicKeys', checkSendgridPublicKey, 'public-key'],
        ['basic auth', 'basicAuth', checkBasicAuth, 'basic-auth'],
        ['path segment', 'pathSegments', checkPathSegment, 'path-segment'],
      ] as const
    ).map(([name, list, check, which]) => ({
      provider: 'sendgrid' as const,
      name,
      field: `sendgrid.${list}`,
      values: sendgrid?.[list] ?? [],
      check,
      rotate: `sendgrid --secret ${which}`,
    })),
  ];
}

/** By the place of a value in its list, newest first. */
const malformedOf = ({ provider, field, values, check }: SecretList): Finding[] =>
  values.flatMap((value, index) => {
    try {
      check(value);
      return [];
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      const fix = `set it again: ${PROVIDERS[provider].set}`;
      return [fail(provider, `${field}[${index}]: ${error.message}`, fix)];
    }
  });

const rotationOf = ({ provider, name, values, rotate }: SecretList): Finding[] =>
  values.length < 2
    ? []
    : [
        warn(
          provider,
          `${values.length} are accepted as ${name}: a rotation is under way, or was never finished`,
          `\`secrets rotate ${rotate}\` says what is next; \`secrets rotate ${rotate} --finish\` ends it`,
        ),
      ];

/** With a public key only signed mail is accepted. */
function unused(own: readonly SecretList[]): Finding[] {
  const has = (field: string) => own.some((list) => list.field === field && list.values.length > 0);
  if (!has('sendgrid.publicKeys') || !(has('sendgrid.basicAuth') || has('sendgrid.pathSegments'))) return [];
  return [
    warn(
      'sendgrid',
      'there is a public key, so only signed mail is accepted; basic auth and path segments do not count',
      '`secrets remove sendgrid --basic-auth` and `--path-segment`, or `--public-key`',
    ),
  ];
}

async function checkOperatorToken(
  secretsManager: Deps['secretsManager'],
  secretId: string,
): Promise<Finding> {
  const fix = `\`aws secretsmanager put-secret-value --secret-id ${secretId}\` with 40 random letters and digits`;
  try {
    const { SecretString = '' } = await secretsManager.send(
      new GetSecretValueCommand({ SecretId: secretId }),
    );
    if (/^[\x21-\x7e]{20,}$/.test(SecretString))
      return ok('operator token', 'is set, for /enable and /disable of the receiver');
    return fail('operator token', 'is shorter than 20 characters, or has some that no header can carry', fix);
  } catch (error) {
    if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
    return fail('operator token', 'has no value, so nobody can operate the receiver', fix);
  }
}
