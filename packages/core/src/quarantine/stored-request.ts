import * as z from 'zod';
import { callbackRouteSchema } from '../providers/callback-routes.ts';
import { provenAccountSchema } from '../providers/proven-account.ts';

/** A callback as the spool and the quarantine keep it, but for its body. */
export const storedRequestSchema = z.object({
  route: callbackRouteSchema,
  requestId: z.string(),
  receivedAt: z.iso.datetime(),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  query: z.array(z.tuple([z.string(), z.string()])),
  publicUrls: z.array(z.string()),
  pathSegment: z.string().optional(),
  /** Of a verified one. Absent where nothing is proven, and on what an earlier version stored. */
  account: provenAccountSchema.optional(),
});
export type StoredRequest = z.infer<typeof storedRequestSchema>;
