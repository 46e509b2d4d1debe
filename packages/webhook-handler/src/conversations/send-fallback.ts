import { type Clock, DAY_SECONDS, toSeconds } from '@switchyard/core/clock';
import { fallbackKey, type InboundMessage } from '@switchyard/core/inbound';
import type { Logger } from '@switchyard/core/logging';
import type { Documents } from '@switchyard/core/tables';
import { ifConditionHolds } from '@switchyard/core/tables';

/** Sends one text to a person, through the provider that brought theirs. */
export type SendText = (message: InboundMessage, text: string) => Promise<void>;

export type SendFallbackDeps = {
  readonly documents: Documents;
  readonly eventsTable: string;
  /** Empty: nothing is sent. `{channel}` is replaced. */
  readonly template: string;
  readonly sendText: SendText;
  readonly clock: Clock;
  readonly logger: Logger;
};

/**
 * Tells a sender whom nobody knows that nobody reads here, once per sender and channel in 24 hours. It is recorded
 * before it is sent: a crash in between sends nothing, which is better than sending twice. It never fails: what the
 * person wrote is recorded whatever becomes of the answer.
 */
export function createSendFallback(deps: SendFallbackDeps) {
  const { documents, eventsTable, template, sendText, clock, logger } = deps;

  return async (message: InboundMessage, requestId: string): Promise<void> => {
    if (template === '' || isAutomatic(message)) return;
    const { channel, from, provider } = message;
    const log = logger.child({ requestId, provider, channel });
    try {
      const now = toSeconds(clock());
      const isFirst = await ifConditionHolds(
        documents.put({
          TableName: eventsTable,
          Item: { ...fallbackKey(channel, from), expiresAt: now + DAY_SECONDS },
          ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
          ExpressionAttributeValues: { ':now': now },
        }),
      );
      if (!isFirst) return;
      await sendText(message, template.replaceAll('{channel}', channel));
      log.info({ outcome: 'sent' }, 'fallback');
    } catch (error) {
      log.error({ outcome: 'failed', err: error }, 'fallback');
    }
  };
}

/** Twilio's own opt-out and help words, which it answers itself, with `OptOutType` or without. */
const KEYWORDS = /^(?:stop|stopall|unsubscribe|cancel|end|quit|revoke|optout|start|unstop|help|info)$/i;
const MACHINES = /^(?:mailer-daemon|postmaster|(?:do-?not|no)[-_.]?reply|bounces?)(?:[+-][^@]*)?@/i;

/** Answering a machine starts a conversation between machines; after an opt-out nothing may be sent. */
function isAutomatic({ details, from, channel, body }: InboundMessage): boolean {
  if (details.opt_out_type !== undefined || details.auto_submitted === true) return true;
  if (channel !== 'email') return KEYWORDS.test(body.trim());
  // Without "@" it is the null sender, whom nothing reaches.
  return !from.includes('@') || MACHINES.test(from);
}
