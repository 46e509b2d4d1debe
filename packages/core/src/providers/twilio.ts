import * as z from 'zod';
import type { RouteOf } from './callback-routes.ts';
import { tenantsByAccount } from './proven-account.ts';
import type { ProviderDescription } from './provider-description.ts';
import { problemOfText, secretList } from './secret-kind.ts';

export const ACCOUNT_SID = /^AC[0-9a-fA-F]{32}$/;

export const twilio = {
  label: 'Twilio',
  reportsOn: ['whatsapp', 'sms'],
  normalizeExternalId: (id) => id,
  signatureHeaders: ['x-twilio-signature'],
  // Twilio repeats only failed connections by itself; this makes it three repeats, after 5xx and slow answers too.
  urlFragment: '#rc=3&rp=5xx,ct,rt',
  callbacks: {
    whatsapp: {
      brings: 'message',
      refusalStatus: 401,
      unreadableStatus: 400,
      urls: [
        {
          path: '/whatsapp',
          for: 'Twilio WhatsApp',
          where: 'Console, Messaging, Senders, WhatsApp senders: incoming messages, POST',
        },
      ],
    },
    sms: {
      brings: 'message',
      refusalStatus: 401,
      unreadableStatus: 400,
      urls: [
        {
          path: '/sms',
          for: 'Twilio SMS',
          where: 'Console, Phone Numbers, the number, Messaging; or its Messaging Service, Integration: POST',
        },
      ],
    },
    'twilio-status': {
      brings: 'status',
      refusalStatus: 401,
      unreadableStatus: 400,
      urls: [
        {
          path: '/webhooks/twilio',
          for: 'Twilio status',
          where: 'StatusCallback of each message sent; or of the Messaging Service or WhatsApp sender',
        },
      ],
    },
  },
  secrets: z.object({
    /** Auth tokens by account SID; a subaccount signs with its own. */
    accounts: z.record(z.string().regex(ACCOUNT_SID), secretList.min(1)),
    tenants: tenantsByAccount,
  }),
  secretKinds: {
    auth_token: {
      name: 'auth token',
      input: { from: 'stdin', option: 'auth-token' },
      form: 'the auth token',
      question: 'Auth token of {account}',
      problemOf: (value) =>
        problemOfText('The auth token', value) ??
        (/^(AC|SK)[0-9a-f]{32}$/i.test(value)
          ? 'This is the SID of an account or API key, not an auth token. Twilio signs with the auth token of the account.'
          : undefined),
      stored: { field: 'accounts', as: 'list_by_account' },
      shownAs: 'auth_tokens',
      rotation: {
        before: [
          'Twilio Console of {account}, API keys & tokens: create a secondary auth token.\nIt signs nothing yet.',
        ],
        after: [
          'Promote the secondary token to primary in the Console. From that moment the old one signs nothing,\nand the REST API refuses it.',
          'Send yourself a message, wait some minutes for what was signed before, and see that\n`quarantine list --days 1` shows no signature_mismatch.',
        ],
      },
    },
  },
  commands: {
    set: 'the auth token of an account or subaccount, which signs with its own',
    rotate: 'the auth token of an account; Twilio promotes a secondary token',
    remove: 'auth tokens, of one account or of all',
  },
} as const satisfies ProviderDescription<RouteOf<'twilio'>>;
