import * as z from 'zod';

/** All providers by name. What else there is to know of each stands in `PROVIDERS`, which is heavier to load. */
export const providerSchema = z.enum(['twilio', 'resend', 'sendgrid']);
export type Provider = z.infer<typeof providerSchema>;
