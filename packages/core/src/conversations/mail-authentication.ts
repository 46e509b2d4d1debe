import * as z from 'zod';

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
