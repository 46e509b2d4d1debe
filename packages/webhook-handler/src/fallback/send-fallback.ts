import { DAY_SECONDS, toSeconds } from '@switchyard/core/clock';
import type { InboundMessage } from '@switchyard/core/conversations';
import type { Logger } from '@switchyard/core/logging';
import type { DimensionValues, Metrics } from '@switchyard/core/metrics';
import { type EventsTable, putIfAbsent } from '@switchyard/core/tables';
import { countersOf, countFallback, type DailyLimitsContext, fullCounter } from './daily-limits.ts';
import { destinationOf } from './destination.ts';
import type { FallbackTexts } from './fallback-texts.ts';
import { isOptOut } from './opt-out.ts';

export type SendFallbackContext = DailyLimitsContext & {
  /** `{channel}` is replaced. */
  readonly fallbackTexts: FallbackTexts;
  /** Sends one text to a person, on the channel by which theirs came. */
  readonly sendText: (message: InboundMessage, text: string) => Promise<void>;
  readonly logger: Logger;
  readonly metrics: Metrics;
};

/** Why a sender gets no fallback. */
type Cause = DimensionValues<'FallbacksSuppressed'>['cause'];

/** @param tenantId who owns the address that was written to: what one has answered is nothing to another */
export const fallbackKey = (tenantId: string | undefined, channel: string, address: string) => ({
  pk: `${tenantId === undefined ? '' : `TENANT#${tenantId}#`}FALLBACK#${channel}#${address}`,
  sk: 'FALLBACK',
});

/**
 * Tells a sender whom nobody knows that nobody reads here, once per sender, channel and tenant in 24 hours, and never
 * more than the daily limits. It is recorded before it is sent: a crash in between sends nothing, which is better than
 * sending twice. It never fails: what the person wrote is recorded whatever becomes of the answer.
 */
export async function sendFallback(
  context: SendFallbackContext,
  message: InboundMessage,
  requestId: string,
  tenantId: string | undefined,
): Promise<void> {
  const { channel, provider } = message;
  const text = context.fallbackTexts[channel];
  if (text === '') return;
  const log = context.logger.child({ requestId, provider, channel, tenantId });
  try {
    const cause = await suppress(context, message, tenantId);
    if (cause !== undefined) {
      context.metrics.count('FallbacksSuppressed', { cause });
      log.info({ outcome: 'suppressed', cause }, 'fallback');
      return;
    }
    await context.sendText(message, text.replaceAll('{channel}', channel));
    context.metrics.count('FallbacksSent');
    log.info({ outcome: 'sent' }, 'fallback');
  } catch (error) {
    context.metrics.count('FallbacksSuppressed', { cause: 'failed' });
    log.error({ outcome: 'failed', err: error }, 'fallback');
  }
}

/** @returns why not to answer; undefined when it is recorded that somebody is about to */
async function suppress(
  context: SendFallbackContext,
  message: InboundMessage,
  tenantId: string | undefined,
): Promise<Cause | undefined> {
  const { channel, from } = message;
  const destination = destinationOf(channel, from);
  if (destination === undefined) return 'unreachable';
  if (isAutomatic(message)) return 'automatic';
  if (saysOptOut(message)) return 'opt_out';
  // A number is proven by the provider's signature; anybody can write a mailbox into a mail.
  if (channel === 'email' && message.senderProof !== 'proven') return 'unproven';
  const counters = countersOf(context, { channel, destination, tenantId });
  const limit = fullCounter(context, counters);
  if (limit !== undefined) return `limit_${limit}`;
  if (!(await isFirstOfDay(context, message, tenantId))) return 'answered_before';
  const reached = await countFallback(context, counters);
  return reached === undefined ? undefined : `limit_${reached}`;
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

const MACHINES = /^(?:mailer-daemon|postmaster|(?:do-?not|no)[-_.]?reply|bounces?)(?:[+-][^@]*)?@/i;

/** Answering a machine starts a conversation between machines. */
const isAutomatic = ({ details, from }: InboundMessage): boolean =>
  details.auto_submitted === true || MACHINES.test(from);

/** After an opt-out nothing may be sent; Twilio names those that it has answered itself. */
const saysOptOut = ({ details, body }: InboundMessage): boolean =>
  details.opt_out_type !== undefined || [body, details.subject].some((text) => isOptOut(String(text ?? '')));
