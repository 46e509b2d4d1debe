import type { RESEND_MAIL_EVENTS } from '@switchyard/core/providers';
import type { Meaning } from '../../statuses/status-report.ts';
import { OTHER, status } from '../meaning.ts';

const MAIL_EVENTS: Readonly<Record<(typeof RESEND_MAIL_EVENTS)[number], Meaning>> = {
  'email.scheduled': status('accepted'),
  'email.sent': status('sent'),
  'email.delivery_delayed': status('delayed'),
  'email.delivered': status('delivered'),
  'email.complained': status('complained'),
  'email.bounced': status('bounced'),
  'email.failed': status('failed'),
  'email.suppressed': status('suppressed'),
  'email.opened': { kind: 'open' },
  'email.clicked': { kind: 'click' },
};

/** About something else than a mail that we sent. */
const OTHER_EVENTS = [
  'email.received',
  ...['created', 'updated', 'deleted', 'topics.updated'].map((event) => `contact.${event}`),
  ...['created', 'updated', 'deleted'].map((event) => `domain.${event}`),
  ...['added', 'removed'].map((event) => `suppression.${event}`),
  ...['created', 'updated', 'deleted'].map((event) => `topic.${event}`),
  ...['created', 'updated', 'deleted'].map((event) => `inbox.${event}`),
  ...['created', 'folder.updated', 'assigned', 'unassigned', 'labels.updated'].map(
    (event) => `inbox.thread.${event}`,
  ),
  ...['received', 'sent'].map((event) => `inbox.email.${event}`),
  ...['created', 'updated', 'sent', 'deleted'].map((event) => `inbox.draft.${event}`),
];

const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ...Object.entries(MAIL_EVENTS),
  ...OTHER_EVENTS.map((type) => [type, OTHER] as const),
]);

/** All types that the `resend` package 6.38.0 knows. */
export const RESEND_EVENT_TYPES: readonly string[] = [...MEANINGS.keys()];

/**
 * What an event type says about a message of ours; one that is not known yet says nothing. A transient bounce, such as
 * a full mailbox or an absence note, is no end: it often comes after the delivery.
 */
export const meaningOf = (type: string, bounceType: string | undefined): Meaning =>
  MEANINGS.get(type === 'email.bounced' && isTransient(bounceType) ? 'email.delivery_delayed' : type) ??
  OTHER;

const isTransient = (bounceType: string | undefined): boolean => bounceType?.toLowerCase() === 'transient';
