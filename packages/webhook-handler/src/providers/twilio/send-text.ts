import type { InboundMessage } from '@switchyard/core/conversations';
import type { ProviderSecrets } from '@switchyard/core/providers';
import type { ProviderApis, ProviderCall } from '../../fallback/send-text.ts';

/** Answers a WhatsApp message or SMS from the number that it came to. @throws when the account has no auth token */
export function twilioText(
  { twilioApiBaseUrl }: ProviderApis,
  { twilio }: ProviderSecrets,
  { channel, from, to, details }: InboundMessage,
  text: string,
): ProviderCall {
  const accountSid = String(details.account_sid ?? '');
  const token = twilio?.accounts[accountSid]?.[0];
  if (token === undefined)
    throw new Error('There is no auth token for the account that received the message');
  // Another prefix than the channel's, such as `rcs:`, as the message had it.
  const address = (number: string, prefix: unknown) => {
    const own = channel === 'whatsapp' ? 'whatsapp:' : '';
    return `${typeof prefix === 'string' ? `${prefix}:` : own}${number}`;
  };
  return {
    url: `${twilioApiBaseUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`,
    headers: {
      authorization: `Basic ${Buffer.from(`${accountSid}:${token}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({
      From: address(to, details.to_prefix),
      To: address(from, details.from_prefix),
      Body: text,
    }).toString(),
  };
}
