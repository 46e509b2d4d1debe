import { type MessageStatus, messageStatusSchema } from './outbound-message.ts';

const RANKS: ReadonlyMap<MessageStatus, number> = new Map(
  messageStatusSchema.options.map((status, rank) => [status, rank]),
);
const FIRST_FINAL: MessageStatus = 'undelivered';

/** How far a status is, from 0; no two are equal, so that reports come to the same in any order. */
export function rankOf(status: MessageStatus): number {
  return RANKS.get(status) ?? 0;
}

/** Whether nothing but another failure can follow: undelivered, bounced, suppressed, canceled, failed. */
export function isFinal(status: MessageStatus): boolean {
  return rankOf(status) >= rankOf(FIRST_FINAL);
}

/** The further of two statuses: reports come late, twice and out of order, and a status never moves down. */
export function advance(current: MessageStatus, next: MessageStatus): MessageStatus {
  return rankOf(next) > rankOf(current) ? next : current;
}
