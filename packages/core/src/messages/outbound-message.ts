import * as z from 'zod';
import { channelSchema } from '../channels/channel.ts';
import { tenantIdSchema } from '../ids/ids.ts';
import { providerSchema } from '../providers/callback-routes.ts';
import { accountIdSchema } from '../providers/proven-account.ts';

export const messageIdSchema = z
  .string()
  .regex(/^[\w.:@+-]{1,128}$/, 'a message id has 1 to 128 letters, digits and _ . : @ + -');

/** How far a message has come. The order is that of the ranks: it never moves down. */
export const messageStatusSchema = z.enum([
  'registered',
  'accepted',
  'queued',
  'sending',
  'sent',
  'delayed',
  'delivered',
  'read',
  'complained',
  'undelivered',
  'bounced',
  'suppressed',
  'canceled',
  'failed',
]);
export type MessageStatus = z.infer<typeof messageStatusSchema>;

/** A message that a tenant's system sent through a provider, on which the provider reports to us. */
export const outboundMessageSchema = z.object({
  tenantId: tenantIdSchema,
  messageId: messageIdSchema,
  channel: channelSchema,
  provider: providerSchema,
  /** Normalised. */
  recipient: z.string(),
  externalId: z.string().optional(),
  /** The provider's account that sent it, where that is known: reports on it must come from that account. */
  account: accountIdSchema.optional(),
  sentAt: z.iso.datetime(),
  status: messageStatusSchema,
  statusAt: z.iso.datetime(),
  opens: z.number().int().min(0),
  clicks: z.number().int().min(0),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  expiresAt: z.number(),
});
export type OutboundMessage = z.infer<typeof outboundMessageSchema>;

const RANKS: ReadonlyMap<MessageStatus, number> = new Map(
  messageStatusSchema.options.map((status, rank) => [status, rank]),
);
const FIRST_FINAL: MessageStatus = 'undelivered';

/** How far a status is, from 0; no two are equal, so that reports come to the same in any order. */
export function rankOf(status: MessageStatus): number {
  return RANKS.get(status) ?? 0;
}

/** Whether nothing but another failure can follow: undelivered, bounced, suppressed, canceled, failed. */
export function isFinal(status: MessageStatus): boolean {
  return rankOf(status) >= rankOf(FIRST_FINAL);
}

/** The further of two statuses: reports come late, twice and out of order, and a status never moves down. */
export function advance(current: MessageStatus, next: MessageStatus): MessageStatus {
  return rankOf(next) > rankOf(current) ? next : current;
}
