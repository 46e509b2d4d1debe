import * as z from 'zod';

export const channelSchema = z.enum(['whatsapp', 'sms', 'email']);
export type Channel = z.infer<typeof channelSchema>;

export const providerSchema = z.enum(['twilio', 'resend', 'sendgrid']);
export type Provider = z.infer<typeof providerSchema>;

/**
 * The form in which an address is stored and looked up: phone numbers without Twilio's channel prefix, mailboxes in
 * lower case (nobody runs two mailboxes that differ in case, and people type both).
 */
export function normalizeAddress(channel: Channel, address: string): string {
  const text = address.trim();
  return channel === 'email' ? text.toLowerCase() : text.replace(/^[a-z]+:/i, '');
}
