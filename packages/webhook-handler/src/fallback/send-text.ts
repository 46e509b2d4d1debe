import type { Channel } from '@switchyard/core/channels';
import type { InboundMessage } from '@switchyard/core/conversations';
import type { ProviderSecrets } from '@switchyard/core/providers';
import type { ProviderSecretsCache } from '../provider-secrets.ts';
import { resendMail } from '../providers/resend/send-mail.ts';
import { twilioText } from '../providers/twilio/send-text.ts';

/** The callback has 15 s in all; a slow provider must not use them up. */
const TIMEOUT_MS = 3_000;

/** A call of a provider's API. */
export type ProviderCall = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type ProviderApis = {
  readonly twilioApiBaseUrl: string;
  readonly resendApiBaseUrl: string;
  /** Empty: no mails are sent. */
  readonly fallbackFromEmail: string;
};

export type SendTextContext = ProviderApis & {
  readonly providerSecrets: Pick<ProviderSecretsCache, 'get'>;
  readonly fetch: typeof fetch;
};

/** Through whom an answer goes on each channel. */
const CALLS = {
  whatsapp: twilioText,
  sms: twilioText,
  email: resendMail,
} as const satisfies Record<
  Channel,
  (apis: ProviderApis, secrets: ProviderSecrets, message: InboundMessage, text: string) => ProviderCall
>;

/**
 * Answers on the channel that the message came by.
 *
 * @throws when there are no credentials or the provider does not accept it
 */
export async function sendText(
  context: SendTextContext,
  message: InboundMessage,
  text: string,
): Promise<void> {
  const secrets = await context.providerSecrets.get();
  const { url, headers, body } = CALLS[message.channel](context, secrets, message, text);
  const response = await context.fetch(url, {
    method: 'POST',
    headers,
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: 'error',
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`The provider answered ${response.status}`);
}
