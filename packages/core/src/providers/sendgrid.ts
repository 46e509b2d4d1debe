import { createPublicKey } from 'node:crypto';
import * as z from 'zod';
import { decodeStrictBase64 } from '../signatures/webhook-secret.ts';
import type { RouteOf } from './callback-routes.ts';
import { accountIdSchema, tenantsByAccount } from './proven-account.ts';
import type { ProviderDescription } from './provider-description.ts';
import { problemOfText, secretList } from './secret-kind.ts';

/** What proves that it is SendGrid which calls. */
const lists = {
  /** Base64 SPKI, from the security policy of the parse setting. */
  publicKeys: secretList.default([]),
  /** Without signed parse: `user:password` pairs that the configured URL carries. */
  basicAuth: secretList.default([]),
  /** Without signed parse: last path segments, /email/{segment}. */
  pathSegments: secretList.default([]),
  /** Base64 SPKI, of the signed Event Webhook: another key than that of Inbound Parse. */
  eventWebhookPublicKeys: secretList.default([]),
};

export const sendgrid = {
  label: 'SendGrid',
  reportsOn: ['email'],
  // `sg_message_id` is the X-Message-Id that the sender got, a dot, and where the mail went.
  normalizeExternalId: (id) => /^([^.]+)\./.exec(id)?.[1] ?? id,
  signatureHeaders: ['x-twilio-email-event-webhook-signature', 'authorization'],
  urlFragment: '',
  callbacks: {
    email: {
      brings: 'message',
      // A 4xx destroys the mail, and nobody is told; a 5xx is repeated for 72 h.
      refusalStatus: 503,
      unreadableStatus: 200,
      urls: [
        {
          path: '/email',
          for: 'SendGrid',
          where:
            'Settings, Inbound Parse, when mail is signed (recommended); for basic auth, with user:password@ before the host',
        },
        {
          path: '/email/{segment}',
          for: 'SendGrid',
          where: 'Settings, Inbound Parse, when it is proven by a path segment',
        },
      ],
    },
    'sendgrid-events': {
      brings: 'status',
      refusalStatus: 401,
      unreadableStatus: 200,
      urls: [
        {
          path: '/webhooks/sendgrid',
          for: 'SendGrid events',
          where:
            'Settings, Mail Settings, Event Webhooks, signed, with the deliverability and engagement events',
        },
      ],
    },
  },
  secrets: z.object({
    ...lists,
    accounts: z.record(accountIdSchema, z.object(lists)).optional(),
    tenants: tenantsByAccount,
  }),
  secretKinds: {
    public_key: {
      name: 'public key',
      input: { from: 'argument', option: 'public-key' },
      form: 'base64',
      question: 'Public key of SendGrid',
      problemOf: (value) => problemOfPublicKey('--public-key', 'in the security policy', value),
      stored: { field: 'publicKeys', as: 'list' },
      shownAs: 'public_keys',
      overrules: { kinds: ['basic_auth', 'path_segment'], because: 'only signed mail is accepted' },
      rotation: {
        before: [
          'SendGrid: create a second security policy with signature, and note its id and public key.\nDo not attach it yet.',
        ],
        after: [
          'Wait {refetch} s, then attach the new policy to the Parse setting. Mail that waits for its repetition may carry\nthe old signature for up to 72 hours.',
          'After those 72 hours delete the old policy.',
        ],
      },
    },
    basic_auth: {
      name: 'basic auth',
      input: { from: 'stdin', option: 'basic-auth' },
      form: 'user:password',
      question: 'User and password, with a colon between',
      problemOf: (value) =>
        problemOfText('User and password', value) ??
        (/^[^:]+:.+$/.test(value)
          ? undefined
          : 'Basic auth must be user:password, as they stand in the URL that SendGrid calls.'),
      stored: { field: 'basicAuth', as: 'list' },
      shownAs: 'basic_auth',
      rotation: {
        before: ['Make a new password: `openssl rand -hex 24`.'],
        after: [
          'Type the URL with the new user and password into the Parse setting. Mail that waits for its repetition\nmay come to the old URL for up to 72 hours.',
        ],
      },
    },
    path_segment: {
      name: 'path segment',
      input: { from: 'stdin', option: 'path-segment' },
      form: 'the segment of /email/{segment}',
      question: 'Last segment of the path',
      // Long enough not to be guessed, and the same in a URL and out of it.
      problemOf: (value) =>
        /^[A-Za-z0-9._~-]{16,128}$/.test(value)
          ? undefined
          : 'The path segment must have 16 to 128 letters, digits, "-", ".", "_" and "~".',
      stored: { field: 'pathSegments', as: 'list' },
      shownAs: 'path_segments',
      rotation: {
        before: ['Make a new segment: `openssl rand -hex 24`.'],
        after: [
          'Type the URL with the new segment into the Parse setting. Mail that waits for its repetition may come\nto the old URL for up to 72 hours.',
        ],
      },
    },
    event_public_key: {
      name: 'public key of events',
      input: { from: 'argument', option: 'event-public-key' },
      form: 'base64',
      question: 'Public key of SendGrid’s Event Webhook',
      problemOf: (value) => problemOfPublicKey('--event-public-key', 'beside the Event Webhook', value),
      stored: { field: 'eventWebhookPublicKeys', as: 'list' },
      shownAs: 'event_public_keys',
      rotation: {
        before: [
          'SendGrid, Mail Settings, Event Webhooks: create a second webhook with the same URL, events and signature, switched\noff, and note its public key.',
        ],
        after: [
          'Wait {refetch} s, then switch the second webhook on and the first one off. What both report is recorded once.',
          'After 24 hours, when nothing that the first one signed is repeated any more, delete it.',
        ],
      },
    },
  },
  commands: {
    set: 'how inbound mail is proven genuine: signed with a public key, or by a secret in the URL; and the public key of the Event Webhook',
    rotate: 'the public key of signed mail or of the Event Webhook, or the secret in the URL',
    remove: 'public keys, basic auth and path segments, or one of these',
  },
} as const satisfies ProviderDescription<RouteOf<'sendgrid'>>;

const problemOfPublicKey = (option: string, where: string, value: string): string | undefined =>
  isP256PublicKey(value)
    ? undefined
    : `${option} must be the base64 of a P-256 public key (SPKI), on one line and without PEM header, as SendGrid shows it ${where}.`;

function isP256PublicKey(text: string): boolean {
  const der = decodeStrictBase64(text);
  if (der === undefined) return false;
  try {
    const key = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
}
