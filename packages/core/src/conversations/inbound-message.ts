import * as z from 'zod';
import { channelSchema } from '../channels/channel.ts';
import { providerSchema } from '../providers/callback-routes.ts';

/**
 * What is known of a mail's sender besides what the mail says of itself. Domains and verdicts only, in snake case: it
 * goes as it is into the queue object and the event.
 */
export const mailAuthenticationSchema = z.object({
  /** Of the envelope's sender: `pass`, `fail`, `softfail`, `neutral`, `none`, `temperror`, `permerror`. */
  spf: z.string().optional(),
  /** By the signing domain, as many as signed. */
  dkim: z.array(z.object({ domain: z.string(), result: z.string() })),
  /** Whether a domain that passed is that of the From header, or one above or below it. Never when not trustworthy. */
  aligned: z.boolean(),
  /** Of the From header; absent where it names no one address. */
  from_domain: z.string().optional(),
  envelope_from_domain: z.string().optional(),
  /** Whether the mail's own text cannot have written what stands here. */
  trustworthy: z.boolean(),
  /** What about the form or the mail is not as its sender makes it, by name. */
  anomalies: z.array(z.string()),
});
export type MailAuthentication = z.infer<typeof mailAuthenticationSchema>;

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
