import { PROVIDER_LABELS } from '@switchyard/core/providers';

/** Commands that belong together: what `--help` says of them as a whole. */
export const groups = {
  tenants: {
    summary: 'who may send events',
    examples: ['tenants create acme --target-url https://hooks.example.com/acme', 'tenants list'],
  },
  keys: {
    summary: 'API keys of a tenant',
    examples: ['keys create acme --label ci --expires-in 90d', 'keys list acme'],
  },
  endpoints: {
    summary: 'where the events of a tenant go',
    examples: ['endpoints list acme', 'endpoints show acme default', 'endpoints test acme default'],
  },
  events: {
    summary: 'events of a tenant: list them, see the attempts to deliver them, send them from a file',
    examples: ['events list acme --status DLQ', 'events send orders.ndjson', 'events send - < orders.ndjson'],
  },
  'event-types': {
    summary: 'what the events of a tenant are of, and what they must look like',
    examples: ['event-types list acme', 'event-types register acme order.paid --help'],
  },
  dlq: {
    summary: 'deliveries that were given up, or are held',
    examples: ['dlq peek', 'dlq requeue --tenant acme --rate 20', 'dlq purge --dry-run'],
  },
  replays: {
    summary: 'deliver many again, such as all that an outage left behind',
    examples: ['replays start --tenant acme --dry-run', 'replays list acme'],
  },
  secrets: {
    summary: `tokens and keys by which callbacks of ${PROVIDER_LABELS} are proven genuine`,
    examples: [
      'secrets show',
      'secrets set twilio --help',
      'secrets rotate resend',
      'secrets remove twilio --help',
    ],
  },
  'secrets set': {
    summary: 'make a secret the newest; values come from stdin, or are asked for on a terminal',
    examples: [
      'secrets set twilio --account-sid AC00000000000000000000000000000000 --auth-token-stdin',
      'secrets set resend --signing-secret-stdin < signing-secret.txt',
    ],
  },
  'secrets rotate': {
    summary: 'replace a secret while old and new are accepted; without a value: how it stands, what is next',
    examples: [
      'secrets rotate twilio --account-sid AC00000000000000000000000000000000',
      'secrets rotate twilio --account-sid AC00000000000000000000000000000000 --auth-token-stdin',
      'secrets rotate twilio --account-sid AC00000000000000000000000000000000 --finish',
    ],
  },
  'secrets remove': {
    summary: 'end a secret; with --previous all but the newest, which ends a rotation',
    examples: ['secrets remove resend --previous', 'secrets remove sendgrid --path-segment --yes'],
  },
  addresses: {
    summary: 'which tenant each of our numbers and mailboxes belongs to',
    examples: [
      'addresses assign acme --channel sms --address +15550009999',
      'addresses show --channel sms --address +15550009999',
    ],
  },
  conversations: {
    summary: 'people who write to us, and who answers them',
    examples: [
      'conversations create --channel whatsapp --address +15550001111 --tenant acme',
      'conversations list --channel whatsapp --address +15550001111',
    ],
  },
  messages: {
    summary: 'what tenants sent to people through a provider',
    examples: ['messages show acme order-1042-shipped'],
  },
  quarantine: {
    summary: 'callbacks that were refused, kept for 7 days',
    examples: ['quarantine list --code signature_mismatch', 'quarantine release --all'],
  },
} as const satisfies Readonly<
  Record<string, { readonly summary: string; readonly examples: readonly string[] }>
>;

export type GroupName = keyof typeof groups;
