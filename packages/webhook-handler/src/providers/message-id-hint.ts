import { MAX_REFERENCE_LENGTH } from '@switchyard/core/messages';

/** What may name a message of ours: `<tenant>:<message>` or its encoded form. Anything else is none. */
export function asMessageIdHint(value: unknown): string | undefined {
  const isHint =
    typeof value === 'string' && value.length <= MAX_REFERENCE_LENGTH && /^[\w.:@+-]+$/.test(value);
  return isHint ? value : undefined;
}
