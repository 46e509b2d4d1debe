import * as z from 'zod';
import type { Run } from './row.ts';

/** JSON has no Infinity: what never came about is null there. */
const valuesSchema = z.array(
  z
    .number()
    .nullable()
    .transform((value) => value ?? Number.POSITIVE_INFINITY),
);

const runSchema = z.object({
  machine: z.string(),
  sections: z.array(
    z.object({
      title: z.string(),
      note: z.string(),
      rows: z.array(
        z
          .object({
            what: z.string(),
            unit: z.string(),
            own: valuesSchema,
            beside: z.object({ name: z.string(), values: valuesSchema }).optional(),
          })
          .transform(({ beside, ...row }) => (beside === undefined ? row : { ...row, beside })),
      ),
    }),
  ),
});

/** A `bench.json` that a run has written. */
export const parseRun = (text: string): Run => runSchema.parse(JSON.parse(text));
