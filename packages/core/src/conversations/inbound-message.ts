import * as z from 'zod';
import { channelSchema } from '../channels/channel.ts';
import { providerSchema } from '../providers/providers.ts';
import { mailAuthenticationSchema } from './mail-authentication.ts';

export const mediaSchema = z.object({
  /** Where the provider keeps it; absent for a mail's attachment, which came with the mail. */
  url: z.string().optional(),
  content_type: z.string().optional(),
  filename: z.string().optional(),
  size_bytes: z.number().int().min(0).optional(),
  content_id: z.string().optional(),
});
export type Media = z.infer<typeof mediaSchema>;

/** What a person wrote to us, whichever provider brought it. */
export const inboundMessageSchema = z.object({
  provider: providerSchema,
  /** The provider's own id, or a hash: the same on every repeat. Part of a sort key, of which there are 1,024 bytes. */
  providerId: z
    .string()
    .regex(/^[\x21-\x7e]{1,256}$/, 'a provider id has 1 to 256 printable ASCII characters'),
  channel: channelSchema,
  /** Normalised; part of a key. */
  from: z.string().min(1).max(320),
  to: z.string().max(320),
  /** Every address of ours that the envelope of a mail names, normalised; `to` is the first. */
  recipients: z.array(z.string().min(1).max(320)).optional(),
  /** The address in a mail's From header, normalised: the person, where `from` is the envelope's sender. */
  headerFrom: z.string().min(1).max(320).optional(),
  /**
   * Of a mail: `proven` where SPF or DKIM passed for the domain of `from` and for that of the From header. Absent on
   * what the provider's signature proves alone, and on mails that an older version stored.
   */
  senderProof: z.enum(['proven', 'unproven']).optional(),
  authentication: mailAuthenticationSchema.optional(),
  /** Of what it says: under the same provider id, one that says something else is another message. */
  contentHash: z.string().optional(),
  /** Empty for a message that is only media, a location or a button. */
  body: z.string(),
  media: z.array(mediaSchema),
  receivedAt: z.iso.datetime(),
  /** What the channel has besides: location, button, reply context, opt-out; email: subject, html, threading. */
  details: z.record(z.string(), z.unknown()),
  /** Names of parts that were cut because they were too long to keep. */
  truncated: z.array(z.string()),
});
export type InboundMessage = z.infer<typeof inboundMessageSchema>;
