import * as z from 'zod';
import { FilterError } from './filter-error.ts';
import { parseFilter } from './parse-filter.ts';

/** A pattern as a tenant writes it, checked whole; each error has its place in the pattern. */
export const filterSchema = z.record(z.string(), z.unknown()).superRefine((pattern, context) => {
  try {
    parseFilter(pattern);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    context.addIssue({ code: 'custom', path: [...error.path], message: error.message });
  }
});
export type FilterPattern = z.infer<typeof filterSchema>;
