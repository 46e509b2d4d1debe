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
import { createSecretsSet, type NewSecret, secretsSetText } from '../commands/secrets-set.ts';
import { UsageError } from '../errors.ts';
import type { OpenDeployment } from '../open-deployment.ts';
import { examples, handle, type Session } from './handle.ts';
import { accountSidSchema, flag, requireOneOf } from './inputs.ts';
import { providerSecretsOf } from './stores.ts';

const setOptions = z.object({ keepPrevious: flag, replace: flag });

export function addSecretSetCommands(secrets: Command, session: Session): void {
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
      handle(session, setOptions.extend({ accountSid: accountSidSchema }), async (input, open) => {
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

const withSetOptions = (command: Command): Command =>
  command
    .option('--keep-previous', 'what was accepted before still is (default)')
    .option('--replace', 'what was accepted before no longer is');

const storeSecret =
  ({ output }: Session) =>
  async (
    secret: NewSecret,
    { replace }: z.output<typeof setOptions>,
    open: () => Promise<OpenDeployment>,
  ): Promise<void> => {
    const set = createSecretsSet({ secrets: providerSecretsOf(await open()) });
    const result = await set({ secret, keepPrevious: !replace });
    output.result(result, secretsSetText(result));
  };

function requireOneWay({ keepPrevious, replace }: z.output<typeof setOptions>): void {
  if (keepPrevious && replace) throw new UsageError('Give --keep-previous or --replace, not both.');
}
