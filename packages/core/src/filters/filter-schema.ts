import * as z from 'zod';
import { FilterError } from './filter-error.ts';
import { parseFilter } from './parse-filter.ts';
import { isRecord } from './parse-matcher.ts';

export type FilterPattern = Readonly<Record<string, unknown>>;

/**
 * A pattern as a tenant writes it, checked whole; each error has its place in the pattern. Not a record of zod's, which
 * leaves a field out that is called `__proto__`, and with it what it asks for.
 */
export const filterSchema = z
  .custom<FilterPattern>(isRecord, 'must be an object')
  .superRefine((pattern, context) => {
    try {
      parseFilter(pattern);
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      context.addIssue({ code: 'custom', path: [...error.path], message: error.message });
    }
  })
  .meta({ type: 'object', additionalProperties: true });
