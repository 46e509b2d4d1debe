import type { Command } from 'commander';
import * as z from 'zod';
import {
  checkAuthToken,
  checkBasicAuth,
  checkPathSegment,
  checkResendApiKey,
  checkSendgridPublicKey,
  checkSigningSecret,
} from '../check-secret.ts';
import { createSecretsRemove, type SecretsSelection, secretsRemoveText } from '../commands/secrets-remove.ts';
import { createSecretsSet, type NewSecret, secretsSetText } from '../commands/secrets-set.ts';
import { createSecretsShow, secretsShowText } from '../commands/secrets-show.ts';
import { UsageError } from '../errors.ts';
import type { OpenDeployment } from '../open-deployment.ts';
import { requireSomebodyToAsk } from '../require-somebody-to-ask.ts';
import { examples, handle, type Session } from './handle.ts';
import { providerSecretsOf } from './stores.ts';

const flag = z.boolean().default(false);
const accountSid = z.string().regex(/^AC[0-9a-fA-F]{32}$/, 'must be AC and 32 hexadecimal digits');

const setOptions = z.object({ keepPrevious: flag, replace: flag });
const removeOptions = z.object({ previous: flag, yes: flag });

export function addSecretCommands(program: Command, session: Session): void {
  const { output } = session;
  const secrets = program
    .command('secrets')
    .description('tokens and keys by which callbacks of Twilio, Resend and SendGrid are proven genuine')
    .addHelpText(
      'after',
      examples(['secrets show', 'secrets set twilio --help', 'secrets remove twilio --help']),
    );

  secrets
    .command('show')
    .description('which are configured, and how many; never a value')
    .addHelpText('after', examples(['secrets show']))
    .action(
      handle(session, z.object({}), async (_input, open) => {
        const result = await createSecretsShow({ secrets: providerSecretsOf(await open()) })();
        output.result(result, secretsShowText(result));
      }),
    );

  addSetCommands(secrets, session);
  addRemoveCommands(secrets, session);
}

function addSetCommands(secrets: Command, session: Session): void {
  const { readSecret } = session;
  const set = secrets
    .command('set')
    .description('make a secret the newest; values come from stdin, or are asked for on a terminal')
    .addHelpText(
      'after',
      examples([
        'secrets set twilio --account-sid AC00000000000000000000000000000000 --auth-token-stdin',
        'secrets set resend --signing-secret-stdin < signing-secret.txt',
      ]),
    );
  const store = storeSecret(session);

  withSetOptions(set.command('twilio'))
    .description('the auth token of an account or subaccount, which signs with its own')
    .requiredOption('--account-sid <sid>', 'AC…')
    .requiredOption('--auth-token-stdin', 'read it from stdin, or ask for it on a terminal')
    .addHelpText(
      'after',
      examples([
        'secrets set twilio --account-sid AC00000000000000000000000000000000 --auth-token-stdin',
        'secrets set twilio --account-sid AC00000000000000000000000000000000 --auth-token-stdin --replace < token.txt',
      ]),
    )
    .action(
      handle(session, setOptions.extend({ accountSid }), async (input, open) => {
        requireOneWay(input);
        const value = await readSecret(`Auth token of ${input.accountSid}`);
        checkAuthToken(value);
        await store({ kind: 'auth_token', accountSid: input.accountSid, value }, input, open);
      }),
    );

  withSetOptions(set.command('resend'))
    .description('the signing secret of the webhook, and the API key by which fallback mails are sent')
    .option('--signing-secret-stdin', 'read whsec_… from stdin, or ask for it on a terminal')
    .option('--api-key-stdin', 'read re_… from stdin, or ask for it on a terminal')
    .addHelpText(
      'after',
      examples([
        'secrets set resend --signing-secret-stdin',
        'secrets set resend --api-key-stdin < api-key.txt',
      ]),
    )
    .action(
      handle(
        session,
        setOptions.extend({ signingSecretStdin: flag, apiKeyStdin: flag }),
        async ({ signingSecretStdin, apiKeyStdin, ...input }, open) => {
          requireOneWay(input);
          requireOneOf({ '--signing-secret-stdin': signingSecretStdin, '--api-key-stdin': apiKeyStdin });
          const kind = apiKeyStdin ? 'api_key' : 'signing_secret';
          const value = await readSecret(apiKeyStdin ? 'API key of Resend' : 'Signing secret of Resend');
          if (apiKeyStdin) checkResendApiKey(value);
          else checkSigningSecret(value);
          await store({ kind, value }, input, open);
        },
      ),
    );

  withSetOptions(set.command('sendgrid'))
    .description('how inbound mail is proven genuine: signed with a public key, or by a secret in the URL')
    .option('--public-key <base64>', 'of the security policy; then only signed mail is accepted')
    .option('--basic-auth-stdin', 'read user:password from stdin, or ask for it on a terminal')
    .option('--path-segment-stdin', 'read the segment of /email/{segment} from stdin, or ask for it')
    .addHelpText(
      'after',
      examples([
        'secrets set sendgrid --public-key MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE…',
        'secrets set sendgrid --path-segment-stdin < segment.txt',
      ]),
    )
    .action(
      handle(
        session,
        // The key is checked later: what was given by mistake may be a private one, and must not be shown.
        setOptions.extend({ publicKey: z.string().optional(), basicAuthStdin: flag, pathSegmentStdin: flag }),
        async ({ publicKey, basicAuthStdin, pathSegmentStdin, ...input }, open) => {
          requireOneWay(input);
          requireOneOf({
            '--public-key': publicKey !== undefined,
            '--basic-auth-stdin': basicAuthStdin,
            '--path-segment-stdin': pathSegmentStdin,
          });
          if (publicKey !== undefined) {
            checkSendgridPublicKey(publicKey);
            await store({ kind: 'public_key', value: publicKey }, input, open);
          } else if (basicAuthStdin) {
            const value = await readSecret('User and password, with a colon between');
            checkBasicAuth(value);
            await store({ kind: 'basic_auth', value }, input, open);
          } else {
            const value = await readSecret('Last segment of the path');
            checkPathSegment(value);
            await store({ kind: 'path_segment', value }, input, open);
          }
        },
      ),
    );
}

function addRemoveCommands(secrets: Command, session: Session): void {
  const remove = secrets
    .command('remove')
    .description('end a secret; with --previous all but the newest, which ends a rotation')
    .addHelpText(
      'after',
      examples(['secrets remove resend --previous', 'secrets remove sendgrid --path-segment --yes']),
    );
  const removeThese = removeSecrets(session);

  withRemoveOptions(remove.command('twilio'))
    .description('auth tokens, of one account or of all')
    .option('--account-sid <sid>', 'only of this account')
    .addHelpText(
      'after',
      examples([
        'secrets remove twilio --account-sid AC00000000000000000000000000000000 --previous',
        'secrets remove twilio --yes',
      ]),
    )
    .action(
      handle(session, removeOptions.extend({ accountSid: accountSid.optional() }), async (input, open) =>
        removeThese({ provider: 'twilio', accountSid: input.accountSid }, input, open),
      ),
    );

  withRemoveOptions(remove.command('resend'))
    .description('signing secrets and API key, or one of both')
    .option('--api-key', 'only the API key')
    .addHelpText('after', examples(['secrets remove resend --previous', 'secrets remove resend --api-key']))
    .action(
      handle(session, removeOptions.extend({ apiKey: flag }), async ({ apiKey, ...input }, open) => {
        if (apiKey && input.previous) throw new UsageError('There is only one API key, so none is previous.');
        await removeThese({ provider: 'resend', only: apiKey ? 'api_key' : undefined }, input, open);
      }),
    );

  withRemoveOptions(remove.command('sendgrid'))
    .description('public keys, basic auth and path segments, or one of these')
    .option('--public-key', 'only public keys')
    .option('--basic-auth', 'only basic auth')
    .option('--path-segment', 'only path segments')
    .addHelpText(
      'after',
      examples(['secrets remove sendgrid --path-segment', 'secrets remove sendgrid --public-key --previous']),
    )
    .action(
      handle(
        session,
        removeOptions.extend({ publicKey: flag, basicAuth: flag, pathSegment: flag }),
        async ({ publicKey, basicAuth, pathSegment, ...input }, open) => {
          const given = {
            '--public-key': publicKey,
            '--basic-auth': basicAuth,
            '--path-segment': pathSegment,
          };
          if (Object.values(given).some(Boolean)) requireOneOf(given);
          const only = publicKey
            ? 'public_key'
            : basicAuth
              ? 'basic_auth'
              : pathSegment
                ? 'path_segment'
                : undefined;
          await removeThese({ provider: 'sendgrid', only }, input, open);
        },
      ),
    );
}

type Open = () => Promise<OpenDeployment>;

const withSetOptions = (command: Command): Command =>
  command
    .option('--keep-previous', 'what was accepted before still is (default)')
    .option('--replace', 'what was accepted before no longer is');

const withRemoveOptions = (command: Command): Command =>
  command.option('--previous', 'all but the newest of each').option('--yes', 'do not ask');

const storeSecret =
  ({ output }: Session) =>
  async (secret: NewSecret, { replace }: z.output<typeof setOptions>, open: Open): Promise<void> => {
    const set = createSecretsSet({ secrets: providerSecretsOf(await open()) });
    const result = await set({ secret, keepPrevious: !replace });
    output.result(result, secretsSetText(result));
  };

const removeSecrets =
  ({ output, confirm }: Session) =>
  async (selection: SecretsSelection, input: z.output<typeof removeOptions>, open: Open): Promise<void> => {
    if (!input.previous && !input.yes) {
      requireSomebodyToAsk(
        output,
        'remove asks before it removes anything',
        'Add --yes to remove without being asked.',
      );
    }
    const remove = createSecretsRemove({ secrets: providerSecretsOf(await open()), confirm });
    const result = await remove({ ...input, selection });
    output.result(result, secretsRemoveText(result));
  };

function requireOneWay({ keepPrevious, replace }: z.output<typeof setOptions>): void {
  if (keepPrevious && replace) throw new UsageError('Give --keep-previous or --replace, not both.');
}

/** One value is read from stdin. */
function requireOneOf(given: Readonly<Record<string, boolean>>): void {
  if (Object.values(given).filter(Boolean).length === 1) return;
  throw new UsageError(`Give one of ${Object.keys(given).join(', ')}, and only one at a time.`);
}
