import * as z from 'zod';
import { tenantIdSchema } from '../ids/ids.ts';

/** For whom a message is, as it was decided when it came first: what changes later moves none that is on its way. */
export const addresseeSchema = z.object({
  /** Who owns the addresses below; absent: nobody. */
  owner: tenantIdSchema.optional(),
  /** Its addresses that the message was written to, as the message has them; the first one decided. */
  recipients: z.array(z.string()),
  conversationId: z.string().optional(),
  /** The conversation's own address and tenant, by which it was found. */
  contact: z.object({ address: z.string(), tenantId: tenantIdSchema.optional() }).optional(),
  /** Of a mail: by which of its senders the conversation was found. Anybody can write a From header. */
  matchedBy: z.enum(['envelope', 'header_from']).optional(),
  /** Another addressee has the same conversation, in which the message stands and is routed once. */
  isSecondInConversation: z.boolean().optional(),
});
export type Addressee = z.infer<typeof addresseeSchema>;

/** Whose event the message becomes. */
export const tenantOf = ({ owner, contact }: Pick<Addressee, 'owner' | 'contact'>): string | undefined =>
  owner ?? contact?.tenantId;
