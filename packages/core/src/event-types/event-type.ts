import * as z from 'zod';
import { tenantIdSchema } from '../ids/ids.ts';

/** What a tenant registered of a type of its events. */
export const registeredTypeSchema = z.object({
  tenantId: tenantIdSchema,
  eventType: z.string(),
  description: z.string().optional(),
  /** JSON Schema, as text. */
  schema: z.string().optional(),
  /** Whether events of this type must match it to be accepted. */
  validate: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type RegisteredType = z.infer<typeof registeredTypeSchema>;

/** What was seen of a type. It expires as events do, when none of the type came for as long. */
export const seenTypeSchema = z.object({
  count: z.number().int(),
  lastSeenAt: z.iso.datetime(),
  exampleId: z.string(),
  expiresAt: z.number(),
});
export type SeenType = z.infer<typeof seenTypeSchema>;

const REGISTERED = 'TYPE#';
const SEEN = 'SEEN#';

/** Both sort as the types do, so that a page of types is a range of each. */
export const typesPartition = (tenantId: string): string => `TENANT#${tenantId}#TYPES`;
export const registeredSortKey = (eventType: string): string => `${REGISTERED}${eventType}`;
export const seenSortKey = (eventType: string): string => `${SEEN}${eventType}`;
