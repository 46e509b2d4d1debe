export type { Filter } from './filter.ts';
export { FilterError } from './filter-error.ts';
export { type FilterPattern, filterSchema } from './filter-schema.ts';
export { matchesFilter } from './matches-filter.ts';
export { parseFilter } from './parse-filter.ts';
export { parseStoredFilter, storedPattern, storeFilter } from './stored-filter.ts';
