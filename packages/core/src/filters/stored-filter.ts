import type { Filter } from './filter.ts';
import { type FilterPattern, filterSchema } from './filter-schema.ts';
import { parseFilter } from './parse-filter.ts';

/** A pattern as it stands on an endpoint's item: as text, since a number of a table is not one of JSON. */
export const storeFilter = (pattern: FilterPattern): string => JSON.stringify(pattern);

/** @returns undefined where there is none, or one that was broken by hand: then nothing is kept from the endpoint */
export function parseStoredFilter(stored: string | undefined): Filter | undefined {
  const pattern = storedPattern(stored);
  return pattern === undefined ? undefined : parseFilter(pattern);
}

/** As it was given. @returns undefined as `parseStoredFilter` does */
export function storedPattern(stored: string | undefined): FilterPattern | undefined {
  if (stored === undefined) return undefined;
  try {
    return filterSchema.safeParse(JSON.parse(stored)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
