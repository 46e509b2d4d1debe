import { SECRET_REFETCH_MS } from '@switchyard/core/aws';

/** What is rotated; an API key is not, for only we use it: `secrets set` replaces it. */
export type RotatedSecret =
  | { readonly kind: 'auth_token'; readonly accountSid: string }
  | { readonly kind: 'signing_secret' | 'public_key' | 'basic_auth' | 'path_segment' };

/**
 * - `not_begun`: one is accepted
 * - `under_way`: the new one and the previous are
 * - `finished`: the previous no longer is
 */
export type RotationStand = 'not_begun' | 'under_way' | 'finished';

export type RotationStep = { readonly done: boolean; readonly text: string };

/** What is done at the provider and here, in the order in which no callback is refused. */
export function rotationSteps(rotated: RotatedSecret, stand: RotationStand): RotationStep[] {
  const { before, set, between, finish } = stepsOf(rotated);
  const isBegun = stand !== 'not_begun';
  const isFinished = stand === 'finished';
  return [
    ...before.map((text) => ({ done: isBegun, text })),
    { done: isBegun, text: `Take it here, beside the present one: \`secrets rotate ${set}\`` },
    ...between.map((text) => ({ done: isFinished, text })),
    { done: isFinished, text: `End the previous one: \`secrets rotate ${finish} --finish\`` },
  ];
}

type Steps = {
  readonly before: readonly string[];
  /** The command line that takes the new one. */
  readonly set: string;
  readonly between: readonly string[];
  readonly finish: string;
};

function stepsOf(rotated: RotatedSecret): Steps {
  switch (rotated.kind) {
    case 'auth_token': {
      const account = `twilio --account-sid ${rotated.accountSid}`;
      return {
        before: [
          `Twilio Console of ${rotated.accountSid}, API keys & tokens: create a secondary auth token.\nIt signs nothing yet.`,
        ],
        set: `${account} --auth-token-stdin`,
        between: [
          'Promote the secondary token to primary in the Console. From that moment the old one signs nothing,\nand the REST API refuses it.',
          'Send yourself a message, wait some minutes for what was signed before, and see that\n`quarantine list --days 1` shows no signature_mismatch.',
        ],
        finish: account,
      };
    }
    case 'signing_secret':
      return {
        before: [
          'Resend, Webhooks, this webhook: rotate the signing secret. For 24 hours Resend signs with both.',
        ],
        set: 'resend --signing-secret-stdin',
        between: ['Wait until the 24 hours are over.'],
        finish: 'resend',
      };
    case 'public_key':
      return {
        before: [
          'SendGrid: create a second security policy with signature, and note its id and public key.\nDo not attach it yet.',
        ],
        set: 'sendgrid --public-key <base64>',
        between: [
          `Wait ${SECRET_REFETCH_MS / 1_000} s, then attach the new policy to the Parse setting. Mail that waits for its repetition may carry\nthe old signature for up to 72 hours.`,
          'After those 72 hours delete the old policy.',
        ],
        finish: 'sendgrid --secret public-key',
      };
    case 'path_segment':
      return {
        before: ['Make a new segment: `openssl rand -hex 24`.'],
        set: 'sendgrid --path-segment-stdin',
        between: [
          'Type the URL with the new segment into the Parse setting. Mail that waits for its repetition may come\nto the old URL for up to 72 hours.',
        ],
        finish: 'sendgrid --secret path-segment',
      };
    case 'basic_auth':
      return {
        before: ['Make a new password: `openssl rand -hex 24`.'],
        set: 'sendgrid --basic-auth-stdin',
        between: [
          'Type the URL with the new user and password into the Parse setting. Mail that waits for its repetition\nmay come to the old URL for up to 72 hours.',
        ],
        finish: 'sendgrid --secret basic-auth',
      };
  }
}
