import type { InboundMessage } from '@switchyard/core/conversations';

/** Of a mail. Its parser has cut it. */
export const subjectOf = ({ details: { subject } }: InboundMessage): string | null =>
  typeof subject === 'string' ? subject : null;
