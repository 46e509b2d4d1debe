import type { InboundMessage } from '@switchyard/core/conversations';
import type { ProviderSecrets } from '@switchyard/core/providers';
import type { ProviderApis, ProviderCall } from '../../conversations/send-text.ts';

/** Answers a mail in its thread. @throws when there is no sender or no API key */
export function resendMail(
  { resendApiBaseUrl, fallbackFromEmail }: ProviderApis,
  { resend }: ProviderSecrets,
  { from, details }: InboundMessage,
  text: string,
): ProviderCall {
  if (fallbackFromEmail === '') throw new Error('FALLBACK_FROM_EMAIL is empty');
  if (resend?.apiKey === undefined) throw new Error('There is no Resend API key');
  const { subject, message_id: messageId } = details;
  return {
    url: `${resendApiBaseUrl}/emails`,
    headers: { authorization: `Bearer ${resend.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      from: fallbackFromEmail,
      to: [from],
      subject: typeof subject === 'string' && subject !== '' ? `Re: ${subject}` : 'Your mail',
      text,
      headers: {
        'Auto-Submitted': 'auto-replied',
        ...(typeof messageId === 'string' ? { 'In-Reply-To': messageId, References: messageId } : {}),
      },
    }),
  };
}
