import type { Command } from 'commander';
import * as z from 'zod';
import {
  checkAuthToken,
  checkBasicAuth,
  checkPathSegment,
  checkSendgridPublicKey,
  checkSigningSecret,
} from '../check-secret.ts';
import { createSecretsRotate, type RotatedSecret, secretsRotateText } from '../commands/secrets-rotate.ts';
import type { NewSecret } from '../commands/secrets-set.ts';
import { UsageError } from '../errors.ts';
import type { OpenDeployment } from '../open-deployment.ts';
import { examples, handle, type Session } from './handle.ts';
import { accountSidSchema, flag, requireOneOf } from './inputs.ts';
import { providerSecretsOf } from './stores.ts';

const SID = 'AC00000000000000000000000000000000';

export function addSecretRotateCommands(secrets: Command, session: Session): void {
  const { readSecret } = session;
  const rotate = secrets
    .command('rotate')
    .description(
      'replace a secret while old and new are accepted; without a value: how it stands, what is next',
    )
    .addHelpText(
      'after',
      examples([
        `secrets rotate twilio --account-sid ${SID}`,
        `secrets rotate twilio --account-sid ${SID} --auth-token-stdin`,
        `secrets rotate twilio --account-sid ${SID} --finish`,
      ]),
    );
  const go = rotateSecret(session);

  withFinish(rotate.command('twilio'))
    .description('the auth token of an account; Twilio promotes a secondary token')
    .requiredOption('--account-sid <sid>', 'AC…')
    .option('--auth-token-stdin', 'read the new one from stdin, or ask for it on a terminal')
    .addHelpText(
      'after',
      examples([
        `secrets rotate twilio --account-sid ${SID}`,
        `secrets rotate twilio --account-sid ${SID} --auth-token-stdin`,
        `secrets rotate twilio --account-sid ${SID} --finish`,
      ]),
    )
    .action(
      handle(
        session,
        z.object({ accountSid: accountSidSchema, authTokenStdin: flag, finish: flag }),
        async ({ accountSid, authTokenStdin, finish }, open) => {
          requireAtMostOne({ '--auth-token-stdin': authTokenStdin, '--finish': finish });
          const rotated = { kind: 'auth_token', accountSid } as const;
          if (!authTokenStdin) return go(rotated, finish, open);
          const value = await readSecret(`New auth token of ${accountSid}`);
          checkAuthToken(value);
          await go({ ...rotated, value }, finish, open);
        },
      ),
    );

  withFinish(rotate.command('resend'))
    .description('the signing secret of the webhook; Resend signs with both for 24 hours')
    .option('--signing-secret-stdin', 'read the new whsec_… from stdin, or ask for it on a terminal')
    .addHelpText(
      'after',
      examples([
        'secrets rotate resend',
        'secrets rotate resend --signing-secret-stdin',
        'secrets rotate resend --finish',
      ]),
    )
    .action(
      handle(
        session,
        z.object({ signingSecretStdin: flag, finish: flag }),
        async ({ signingSecretStdin, finish }, open) => {
          requireAtMostOne({ '--signing-secret-stdin': signingSecretStdin, '--finish': finish });
          if (!signingSecretStdin) return go({ kind: 'signing_secret' }, finish, open);
          const value = await readSecret('New signing secret of Resend');
          checkSigningSecret(value);
          await go({ kind: 'signing_secret', value }, finish, open);
        },
      ),
    );

  withFinish(rotate.command('sendgrid'))
    .description('the public key of signed mail, or the secret in the URL')
    .option('--secret <which>', 'public-key, basic-auth or path-segment: how it stands, or with --finish')
    .option('--public-key <base64>', 'the new one, of the second security policy')
    .option('--basic-auth-stdin', 'read the new user:password from stdin, or ask for it on a terminal')
    .option('--path-segment-stdin', 'read the new segment of /email/{segment} from stdin, or ask for it')
    .addHelpText(
      'after',
      examples([
        'secrets rotate sendgrid --secret public-key',
        'secrets rotate sendgrid --public-key MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE…',
        'secrets rotate sendgrid --secret public-key --finish',
      ]),
    )
    .action(
      handle(
        session,
        z.object({
          secret: z
            .enum(
              ['public-key', 'basic-auth', 'path-segment'],
              'must be public-key, basic-auth or path-segment',
            )
            .optional(),
          // The key is checked later: what was given by mistake may be a private one, and must not be shown.
          publicKey: z.string().optional(),
          basicAuthStdin: flag,
          pathSegmentStdin: flag,
          finish: flag,
        }),
        async ({ secret, publicKey, basicAuthStdin, pathSegmentStdin, finish }, open) => {
          requireOneOf({
            '--secret': secret !== undefined,
            '--public-key': publicKey !== undefined,
            '--basic-auth-stdin': basicAuthStdin,
            '--path-segment-stdin': pathSegmentStdin,
          });
          if (secret !== undefined) return go({ kind: SENDGRID_KINDS[secret] }, finish, open);
          if (finish) throw new UsageError('--finish goes with --secret, not with a new value.');
          if (publicKey !== undefined) {
            checkSendgridPublicKey(publicKey);
            await go({ kind: 'public_key', value: publicKey }, finish, open);
          } else if (basicAuthStdin) {
            const value = await readSecret('New user and password, with a colon between');
            checkBasicAuth(value);
            await go({ kind: 'basic_auth', value }, finish, open);
          } else {
            const value = await readSecret('New last segment of the path');
            checkPathSegment(value);
            await go({ kind: 'path_segment', value }, finish, open);
          }
        },
      ),
    );
}

const SENDGRID_KINDS = {
  'public-key': 'public_key',
  'basic-auth': 'basic_auth',
  'path-segment': 'path_segment',
} as const;

const withFinish = (command: Command): Command =>
  command.option('--finish', 'end the previous one: the provider uses the new one now');

const rotateSecret =
  ({ output }: Session) =>
  async (
    secret: RotatedSecret | (NewSecret & RotatedSecret),
    finish: boolean,
    open: () => Promise<OpenDeployment>,
  ): Promise<void> => {
    const rotate = createSecretsRotate({ secrets: providerSecretsOf(await open()) });
    const result = await ('value' in secret
      ? rotate.begin(secret)
      : finish
        ? rotate.finish(secret)
        : rotate.look(secret));
    output.result(result, secretsRotateText(result));
  };

function requireAtMostOne(given: Readonly<Record<string, boolean>>): void {
  if (Object.values(given).some(Boolean)) requireOneOf(given);
}
