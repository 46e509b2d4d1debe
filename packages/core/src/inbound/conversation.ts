import * as z from 'zod';
import { tenantIdSchema } from '../ids/id-schemas.ts';
import { channelSchema } from './channel.ts';

/** A person we talk with on one channel. Its messages are items of their own, so it has no size limit. */
export const conversationSchema = z.object({
  conversationId: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'a conversation id has 1 to 64 letters, digits, "-" and "_"'),
  channel: channelSchema,
  /** The person's number or mailbox, normalised. */
  address: z.string().min(1),
  /** Whose events its messages become; absent: nobody's. */
  tenantId: tenantIdSchema.optional(),
  status: z.string(),
  handOffToHuman: z.boolean(),
  threadId: z.string().optional(),
  companyId: z.string().optional(),
  projectId: z.string().optional(),
  companyName: z.string().optional(),
  /** Names where the consumer finds the credentials to answer with; never the credentials. */
  credentialsReference: z.string().optional(),
  lastUserMessageAt: z.iso.datetime().optional(),
  lastActivityAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
});
export type Conversation = z.infer<typeof conversationSchema>;

export const USER_REPLY_RECEIVED = 'user_reply_received';
