import * as z from 'zod';
import { decodeWebhookSecret } from '../signatures/webhook-secret.ts';
import type { RouteOf } from './callback-routes.ts';
import { accountIdSchema, tenantsByAccount } from './proven-account.ts';
import type { ProviderDescription } from './provider-description.ts';
import { problemOfText, secretList, secretText } from './secret-kind.ts';

/** The events about a mail that we sent: the ones to tick at Resend. */
export const RESEND_MAIL_EVENTS = [
  'email.scheduled',
  'email.sent',
  'email.delivery_delayed',
  'email.delivered',
  'email.complained',
  'email.bounced',
  'email.failed',
  'email.suppressed',
  'email.opened',
  'email.clicked',
] as const;

export const resend = {
  label: 'Resend',
  reportsOn: ['email'],
  normalizeExternalId: (id) => id,
  signatureHeaders: ['svix-signature', 'resend-signature'],
  urlFragment: '',
  callbacks: {
    'resend-events': {
      brings: 'status',
      refusalStatus: 401,
      unreadableStatus: 400,
      urls: [
        {
          path: '/webhooks/resend',
          for: 'Resend',
          where: `Webhooks, with the events ${RESEND_MAIL_EVENTS.join(', ')}`,
        },
      ],
    },
  },
  secrets: z
    .object({
      signingSecrets: secretList.default([]),
      /** To send fallback mails. */
      apiKey: secretText.optional(),
      accounts: z.record(accountIdSchema, z.object({ signingSecrets: secretList.min(1) })).optional(),
      tenants: tenantsByAccount,
    })
    .check(({ value, issues }) => {
      if (value.signingSecrets.length > 0 || value.accounts !== undefined) return;
      issues.push({ code: 'custom', input: value, path: ['signingSecrets'], message: 'must not be empty' });
    }),
  secretKinds: {
    signing_secret: {
      name: 'signing secret',
      input: { from: 'stdin', option: 'signing-secret' },
      form: 'whsec_…',
      question: 'Signing secret of Resend',
      problemOf: (value) =>
        isSigningSecret(value)
          ? undefined
          : 'The signing secret must be whsec_ and padded base64, as Resend shows it beside the webhook. The API key, re_…, is another thing.',
      stored: { field: 'signingSecrets', as: 'list' },
      shownAs: 'signing_secrets',
      rotation: {
        before: [
          'Resend, Webhooks, this webhook: rotate the signing secret. For 24 hours Resend signs with both.',
        ],
        after: ['Wait until the 24 hours are over.'],
      },
    },
    api_key: {
      name: 'API key',
      input: { from: 'stdin', option: 'api-key' },
      form: 're_…',
      question: 'API key of Resend',
      problemOf: (value) =>
        problemOfText('The API key', value) ??
        (value.startsWith('re_') ? undefined : 'A Resend API key begins with re_.'),
      stored: { field: 'apiKey', as: 'single' },
      shownAs: 'api_key',
      needs: 'signing_secret',
    },
  },
  commands: {
    set: 'the signing secret of the webhook, and the API key by which fallback mails are sent',
    rotate: 'the signing secret of the webhook; Resend signs with both for 24 hours',
    remove: 'signing secrets and API key, or one of both',
  },
} as const satisfies ProviderDescription<RouteOf<'resend'>>;

function isSigningSecret(value: string): boolean {
  try {
    return value.startsWith('whsec_') && decodeWebhookSecret(value).length > 0;
  } catch {
    return false;
  }
}
