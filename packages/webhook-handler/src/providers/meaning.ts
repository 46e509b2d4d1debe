import type { MessageStatus } from '@switchyard/core/messages';
import type { Meaning } from '../statuses/status-report.ts';

export const status = (value: MessageStatus): Meaning => ({ kind: 'status', status: value });

/** Nothing about the delivery of a message of ours. */
export const OTHER: Meaning = { kind: 'other' };
