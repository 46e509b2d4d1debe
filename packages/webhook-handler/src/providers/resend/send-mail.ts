import type { InboundMessage } from '@switchyard/core/conversations';
import type { ProviderSecrets } from '@switchyard/core/providers';
import type { ProviderApis, ProviderCall } from '../../fallback/send-text.ts';

/** RFC 5322's form, and nothing to read in it. */
const MESSAGE_ID = /^<[\w.+=$%~/-]{1,200}@[\w.-]{1,200}>$/;

/** Answers a mail in its thread. @throws when there is no sender or no API key */
export function resendMail(
  { resendApiBaseUrl, fallbackFromEmail }: ProviderApis,
  { resend }: ProviderSecrets,
  { from, details }: InboundMessage,
  text: string,
): ProviderCall {
  if (fallbackFromEmail === '') throw new Error('FALLBACK_FROM_EMAIL is empty');
  if (resend?.apiKey === undefined) throw new Error('There is no Resend API key');
  const { message_id: messageId } = details;
  return {
    url: `${resendApiBaseUrl}/emails`,
    headers: { authorization: `Bearer ${resend.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      from: fallbackFromEmail,
      to: [from],
      // Never the sender's words: who forges a mail would have us write them to somebody else.
      subject: 'Your mail to us',
      text,
      headers: {
        'Auto-Submitted': 'auto-replied',
        ...(typeof messageId === 'string' && MESSAGE_ID.test(messageId)
          ? { 'In-Reply-To': messageId, References: messageId }
          : {}),
      },
    }),
  };
}
