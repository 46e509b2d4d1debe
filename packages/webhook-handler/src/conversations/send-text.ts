import type { InboundMessage, ProviderSecrets } from '@switchyard/core/inbound';
import type { SendText } from './send-fallback.ts';

/** The callback has 15 s in all; a slow provider must not use them up. */
const TIMEOUT_MS = 3_000;

export type SendTextDeps = {
  readonly secrets: () => Promise<ProviderSecrets>;
  readonly twilioBaseUrl: string;
  readonly resendBaseUrl: string;
  /** Empty: no mails are sent. */
  readonly fromEmail: string;
  readonly fetch: typeof fetch;
};

/**
 * Answers on the channel that the message came by: Twilio's REST API for WhatsApp and SMS, Resend's for mail.
 *
 * @throws when there are no credentials or the provider does not accept it
 */
export function createSendText(deps: SendTextDeps): SendText {
  return async (message, text) => {
    const secrets = await deps.secrets();
    const request =
      message.channel === 'email' ? mail(message, text, secrets) : textMessage(message, text, secrets);
    const response = await deps.fetch(request.url, {
      method: 'POST',
      headers: request.headers,
      body: request.body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The provider answered ${response.status}`);
  };

  function textMessage(
    { channel, from, to, details }: InboundMessage,
    text: string,
    { twilio }: ProviderSecrets,
  ) {
    const accountSid = String(details.account_sid ?? '');
    const token = twilio?.accounts[accountSid]?.[0];
    if (token === undefined)
      throw new Error('There is no auth token for the account that received the message');
    const address = (number: string) => (channel === 'whatsapp' ? `whatsapp:${number}` : number);
    return {
      url: `${deps.twilioBaseUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`,
      headers: {
        authorization: `Basic ${Buffer.from(`${accountSid}:${token}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ From: address(to), To: address(from), Body: text }).toString(),
    };
  }

  function mail({ from, details }: InboundMessage, text: string, { resend }: ProviderSecrets) {
    if (deps.fromEmail === '') throw new Error('FALLBACK_FROM_EMAIL is empty');
    if (resend?.apiKey === undefined) throw new Error('There is no Resend API key');
    const subject =
      typeof details.subject === 'string' && details.subject !== '' ? `Re: ${details.subject}` : 'Your mail';
    const messageId = typeof details.message_id === 'string' ? details.message_id : undefined;
    return {
      url: `${deps.resendBaseUrl}/emails`,
      headers: { authorization: `Bearer ${resend.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        from: deps.fromEmail,
        to: [from],
        subject,
        text,
        headers: {
          'Auto-Submitted': 'auto-replied',
          ...(messageId === undefined ? {} : { 'In-Reply-To': messageId, References: messageId }),
        },
      }),
    };
  }
}
