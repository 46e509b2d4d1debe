import { type InboundMessage, inboundMessageSchema } from '@switchyard/core/conversations';
import { CallbackParseError } from './provider.ts';

/** @throws CallbackParseError which names the fields, never their values */
export function requireValidMessage(candidate: InboundMessage): InboundMessage {
  const parsed = inboundMessageSchema.safeParse(candidate);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, code }) => `${path.join('.')} (${code})`);
  throw new CallbackParseError(`The message lacks what it must have: ${[...new Set(fields)].join(', ')}.`);
}
