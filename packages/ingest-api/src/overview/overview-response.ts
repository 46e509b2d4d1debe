import { COUNT_UP_TO } from '@switchyard/core/health';
import { ATTENTION_KINDS, MAX_ACCEPTED_COUNTED, OVERVIEW_RANGES } from '@switchyard/core/overview';
import * as z from 'zod';

const countSchema = z.object({
  count: z.number().int(),
  at_least: z.boolean().meta({ description: 'There may be more: it was counted up to a limit.' }),
});

const outcomeCounts = z.object({
  delivered: z.number().int().meta({ description: 'Deliveries that were answered with 2xx.' }),
  attempts_failed: z.number().int().meta({ description: 'Attempts that were not answered with 2xx.' }),
  dead: z.number().int().meta({ description: 'Deliveries that were given up.' }),
  held: z.number().int().meta({ description: 'How often a delivery was held.' }),
});

const nowSchema = z.object({ held: countSchema, dead: countSchema });

export const endpointOverviewSchema = outcomeCounts.extend({
  endpoint_id: z.string(),
  target_url: z.string().nullable(),
  description: z.string().nullable(),
  status: z.enum(['ENABLED', 'PAUSED', 'DISABLED', 'UNREADABLE']),
  status_reason: z.string().nullable(),
  status_changed_at: z.string().nullable(),
  breaker: z.enum(['closed', 'open', 'probing']),
  failing_since: z.string().nullable(),
  success_rate: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .meta({ description: 'Of all attempts, those that were answered with 2xx; null: none was made.' }),
  answer_ms_p95: z.number().int().nullable().meta({
    description: 'Milliseconds within which 95 % of its answers came, to 9 %; null: it gave none.',
  }),
  now: nowSchema.meta({ description: `As it stands, each counted up to ${COUNT_UP_TO}.` }),
  series: z.array(outcomeCounts).meta({ description: 'By the same spans of time as `outcomes.series`.' }),
});

const attentionSchema = z.object({
  kind: z.enum(ATTENTION_KINDS),
  endpoint_id: z.string().nullable(),
  since: z.string().nullable(),
  count: z.number().int().nullable().meta({
    description: 'Of deliveries that are held or dead; with `success_rate_low`, of failed attempts.',
  }),
  at_least: z.boolean(),
  detail: z.string().meta({ description: 'For a person to read.' }),
});

const bucketSeconds = z.number().int().meta({ description: 'How long each span of `series` is.' });

export const overviewSchema = z.object({
  range: z.enum(OVERVIEW_RANGES),
  since: z.iso.datetime().meta({ description: 'From when on `outcomes` and `endpoints` count.' }),
  until: z.iso.datetime(),
  accepted: countSchema
    .extend({
      since: z.iso.datetime().meta({ description: 'From when on they are counted.' }),
      bucket_seconds: bucketSeconds,
      series: z.array(z.object({ from: z.iso.datetime(), count: z.number().int().nullable() })).meta({
        description: 'Oldest first; null: from before they were counted, or only in part.',
      }),
    })
    .meta({
      description: `Events, counted to the moment, newest first and up to ${MAX_ACCEPTED_COUNTED}.`,
    }),
  outcomes: outcomeCounts
    .extend({
      bucket_seconds: bucketSeconds,
      series: z.array(outcomeCounts.extend({ from: z.iso.datetime() })).meta({
        description: 'Oldest first; the last one is not over.',
      }),
    })
    .meta({
      description:
        'What came of deliveries to the endpoints that there are, by whole hours. Counted by the workers, and written down within a minute.',
    }),
  now: nowSchema
    .extend({
      endpoints: z.object({
        enabled: z.number().int(),
        failing: z.number().int().meta({ description: 'Enabled, but asked from time to time only.' }),
        paused: z.number().int(),
        disabled: z.number().int(),
        unreadable: z.number().int(),
      }),
    })
    .meta({ description: 'As it stands. `dead` has those of deleted endpoints too.' }),
  endpoints: z.array(endpointOverviewSchema),
  attention: z.array(attentionSchema).meta({ description: 'What to look at, worst first.' }),
});
