import { DAY_SECONDS, toSeconds } from '@switchyard/core/clock';
import type { InboundMessage } from '@switchyard/core/conversations';
import type { Logger } from '@switchyard/core/logging';
import { type EventsTable, putIfAbsent } from '@switchyard/core/tables';

export type SendFallbackContext = EventsTable & {
  /** Empty: nothing is sent. `{channel}` is replaced. */
  readonly fallbackMessage: string;
  /** Sends one text to a person, on the channel by which theirs came. */
  readonly sendText: (message: InboundMessage, text: string) => Promise<void>;
  readonly logger: Logger;
};

/** @param tenantId who owns the address that was written to: what one has answered is nothing to another */
export const fallbackKey = (tenantId: string | undefined, channel: string, address: string) => ({
  pk: `${tenantId === undefined ? '' : `TENANT#${tenantId}#`}FALLBACK#${channel}#${address}`,
  sk: 'FALLBACK',
});

/**
 * Tells a sender whom nobody knows that nobody reads here, once per sender, channel and tenant in 24 hours. It is recorded
 * before it is sent: a crash in between sends nothing, which is better than sending twice. It never fails: what the
 * person wrote is recorded whatever becomes of the answer.
 */
export async function sendFallback(
  context: SendFallbackContext,
  message: InboundMessage,
  requestId: string,
  tenantId: string | undefined,
): Promise<void> {
  const { fallbackMessage, logger } = context;
  if (fallbackMessage === '' || isAutomatic(message)) return;
  const { channel, provider } = message;
  const log = logger.child({ requestId, provider, channel });
  try {
    if (!(await isFirstOfDay(context, message, tenantId))) return;
    await context.sendText(message, fallbackMessage.replaceAll('{channel}', channel));
    log.info({ outcome: 'sent' }, 'fallback');
  } catch (error) {
    log.error({ outcome: 'failed', err: error }, 'fallback');
  }
}

const isFirstOfDay = (
  table: EventsTable,
  { channel, from }: InboundMessage,
  tenantId: string | undefined,
): Promise<boolean> =>
  putIfAbsent(table, {
    ...fallbackKey(tenantId, channel, from),
    expiresAt: toSeconds(table.clock()) + DAY_SECONDS,
  });

/** Twilio's own opt-out and help words, which it answers itself, with `OptOutType` or without. */
const KEYWORDS = /^(?:stop|stopall|unsubscribe|cancel|end|quit|revoke|optout|start|unstop|help|info)$/i;
const MACHINES = /^(?:mailer-daemon|postmaster|(?:do-?not|no)[-_.]?reply|bounces?)(?:[+-][^@]*)?@/i;

/** Answering a machine starts a conversation between machines; after an opt-out nothing may be sent. */
function isAutomatic({ details, from, channel, body }: InboundMessage): boolean {
  if (details.opt_out_type !== undefined || details.auto_submitted === true) return true;
  switch (channel) {
    case 'whatsapp':
    case 'sms':
      return KEYWORDS.test(body.trim());
    case 'email':
      // Without "@" it is the null sender, whom nothing reaches.
      return !from.includes('@') || MACHINES.test(from);
  }
}
