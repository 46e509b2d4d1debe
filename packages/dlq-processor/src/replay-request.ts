import { eventTypesSchema } from '@switchyard/core/endpoints/endpoint-fields';
import { endpointIdSchema, replayIdSchema, tenantIdSchema } from '@switchyard/core/ids';
import {
  MAX_REPLAY_RATE,
  MAX_REPLAYED,
  MIN_REPLAY_RATE,
  replayedStatusSchema,
} from '@switchyard/core/replays';
import * as z from 'zod';

const instant = z.iso.datetime({ offset: true });
const oneReplay = { tenantId: tenantIdSchema, replayId: replayIdSchema };

/** What to hand to `aws lambda invoke --payload` for replays. */
export const replayRequestSchema = z.discriminatedUnion('action', [
  z
    .strictObject({
      action: z.literal('replay_start'),
      tenantId: tenantIdSchema.optional(),
      /** One replay for each tenant that has any such delivery. */
      allTenants: z.literal(true).optional(),
      status: replayedStatusSchema,
      endpointId: endpointIdSchema.optional(),
      eventTypes: eventTypesSchema.optional(),
      since: instant.optional(),
      until: instant.optional(),
      limit: z.int().min(1).max(MAX_REPLAYED).optional(),
      rate: z.number().min(MIN_REPLAY_RATE).max(MAX_REPLAY_RATE).optional(),
      dryRun: z.boolean().optional(),
      /** A repeat with the same one starts none twice. */
      idempotencyKey: z.string().min(1).max(255).optional(),
    })
    .superRefine(({ tenantId, allTenants }, context) => {
      if ((tenantId === undefined) === (allTenants === true)) return;
      context.addIssue({
        code: 'custom',
        path: ['tenantId'],
        message: 'give it, or allTenants, and not both',
      });
    }),
  z.strictObject({
    action: z.literal('replay_list'),
    tenantId: tenantIdSchema,
    limit: z.int().min(1).max(100).default(20),
    /** The `next` of the page before. */
    after: z.string().min(1).max(100).optional(),
  }),
  z.strictObject({ action: z.literal('replay_show'), ...oneReplay }),
  z.strictObject({ action: z.literal('replay_pause'), ...oneReplay }),
  z.strictObject({ action: z.literal('replay_resume'), ...oneReplay }),
  z.strictObject({ action: z.literal('replay_cancel'), ...oneReplay }),
]);
export type ReplayRequest = z.infer<typeof replayRequestSchema>;

export const isReplayAction = (payload: unknown): boolean =>
  replayRequestSchema.options.some(({ shape }) => shape.action.safeParse(Object(payload).action).success);
