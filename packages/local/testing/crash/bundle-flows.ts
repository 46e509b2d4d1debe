import type { BundleFlow } from './bundle-flow.ts';
import { CALLBACK_FLOWS } from './callback-flows.ts';
import { DEAD_LETTER_FLOWS } from './dead-letter-flows.ts';
import { SEND_FLOWS } from './send-flows.ts';

export const BUNDLE_FLOWS: readonly BundleFlow[] = [...SEND_FLOWS, ...CALLBACK_FLOWS, ...DEAD_LETTER_FLOWS];

/** What of these is ended in no flow. @param functionNames short names */
export const withoutFlow = (functionNames: readonly string[]): string[] =>
  functionNames.filter((name) => BUNDLE_FLOWS.every(({ functionName }) => functionName !== name));
