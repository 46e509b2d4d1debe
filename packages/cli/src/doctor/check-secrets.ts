import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { isAwsError } from '@switchyard/core/errors';
import { namesOf } from '@switchyard/core/names-of';
import {
  PROVIDERS,
  type Provider,
  type ProviderSecrets,
  type ProviderSecretsParts,
} from '@switchyard/core/providers';
import type { OpenDeployment } from '../open-deployment.ts';
import { whichOption } from '../provider-secrets/rotate-secret.ts';
import {
  accountOption,
  kindOf,
  kindsOf,
  listsOf,
  type SecretList,
  shownNameOf,
  valueOption,
  valuesOf,
} from '../provider-secrets/secret-kinds.ts';
import { readProviderSecretsParts } from '../provider-secrets-store.ts';
import { DEPLOY } from './check-stack.ts';
import { type Finding, fail, ok, orFailure, skipped, warn } from './finding.ts';

/** Whether each provider's secrets are there and can be what they are said to be. No finding contains a value. */
export async function checkSecrets({
  secretsManager,
  named,
}: Pick<OpenDeployment, 'secretsManager' | 'named'>): Promise<Finding[]> {
  const { providers, 'receiver-operator-token': operatorToken } = named.secrets;
  return [
    ...(providers === undefined
      ? [fail('providers', 'the stack names no secret of the providers', DEPLOY)]
      : await orFailure('providers', async () =>
          findingsOfParts(await readProviderSecretsParts({ secretsManager, secretId: providers })),
        )),
    ...(operatorToken === undefined
      ? [fail('operator token', 'the stack names no operator token of the receiver', DEPLOY)]
      : await orFailure('operator token', () => checkOperatorToken(secretsManager, operatorToken))),
  ];
}

export const providerFindings = (secrets: ProviderSecrets): Finding[] =>
  findingsOfParts({ secrets, malformed: new Map() });

const findingsOfParts = ({ secrets, malformed }: ProviderSecretsParts): Finding[] =>
  namesOf(PROVIDERS).flatMap((provider) => {
    const fields = malformed.get(provider);
    return fields === undefined ? findingsOf(secrets, provider) : [malformedPart(provider, fields)];
  });

const malformedPart = (provider: Provider, fields: readonly string[]): Finding =>
  fail(
    provider,
    `not as described in ${fields.join(', ')}, so its callbacks are refused`,
    `\`secrets remove ${provider}\`, then set it again`,
  );

function findingsOf(secrets: ProviderSecrets, provider: Provider): Finding[] {
  const lists = listsOf(secrets, provider);
  const accepted = lists.filter(({ of }) => of.rotation !== undefined);
  const [first] = kindsOf(provider);
  const set = first === undefined ? '' : setCommand({ of: first });
  if (accepted.length === 0) {
    const { label } = PROVIDERS[provider];
    return [skipped(provider, `not configured: callbacks of ${label} are refused. If you use it: ${set}`)];
  }
  const summary = lists.map((list) => `${valuesOf(secrets, list).length} ${listName(list)}`).join(', ');
  return [
    ok(provider, summary),
    ...lists.flatMap((list) => malformedOf(valuesOf(secrets, list), list, set)),
    ...accepted.flatMap((list) => rotationOf(valuesOf(secrets, list).length, list)),
    ...lists.flatMap((list) => overruledBy(list, lists)),
  ];
}

const setCommand = (list: SecretList): string =>
  `\`secrets set ${list.of.provider}${accountOption(list)} ${valueOption(list.of)}\``;

const listName = ({ of, account }: SecretList): string =>
  account === undefined ? shownNameOf(of) : `${of.name} of ${account}`;

/** By the place of a value in its list, newest first. */
function malformedOf(values: readonly string[], { of, account }: SecretList, set: string): Finding[] {
  const field = [of.provider, of.stored.field, account].filter((name) => name !== undefined).join('.');
  return values.flatMap((value, index) => {
    const problem = of.problemOf(value);
    return problem === undefined
      ? []
      : [fail(of.provider, `${field}[${index}]: ${problem}`, `set it again: ${set}`)];
  });
}

function rotationOf(accepted: number, list: SecretList): Finding[] {
  if (accepted < 2) return [];
  const rotate = `secrets rotate ${list.of.provider}${accountOption(list)}${whichOption(list)}`;
  return [
    warn(
      list.of.provider,
      `${accepted} are accepted as ${listName(list)}: a rotation is under way, or was never finished`,
      `\`${rotate}\` says what is next; \`${rotate} --finish\` ends it`,
    ),
  ];
}

function overruledBy({ of }: SecretList, lists: readonly SecretList[]): Finding[] {
  const { provider, overrules, name, input } = of;
  if (overrules === undefined || !lists.some((list) => overrules.kinds.includes(list.of.kind))) return [];
  const overruled = overrules.kinds.map((kind) => kindOf(provider, kind));
  const [first = '', ...others] = overruled.map((kind) => `--${kind.input.option}`);
  return [
    warn(
      provider,
      `there is a ${name}, so ${overrules.because}; ${overruled.map((kind) => kind.name).join(' and ')} do not count`,
      `\`secrets remove ${provider} ${first}\` and ${others.map((option) => `\`${option}\``).join(', ')}, or \`--${input.option}\``,
    ),
  ];
}

async function checkOperatorToken(
  secretsManager: OpenDeployment['secretsManager'],
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
