export { ATTENTION_KINDS } from './find-attention.ts';
export { MAX_ACCEPTED_COUNTED, OVERVIEW_RANGES } from './overview-range.ts';
