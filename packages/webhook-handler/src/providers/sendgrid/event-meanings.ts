import type { Meaning } from '../../statuses/status-report.ts';
import { OTHER, status } from '../meaning.ts';

const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ['processed', status('sent')],
  ['deferred', status('delayed')],
  // A server refused it for now; the address stays good.
  ['blocked', status('delayed')],
  ['delivered', status('delivered')],
  ['bounce', status('bounced')],
  ['dropped', status('suppressed')],
  ['spamreport', status('complained')],
  ['open', { kind: 'open' }],
  ['click', { kind: 'click' }],
]);

/** What an event says about a message of ours; subscriptions, and what is not known yet, say nothing. */
export const meaningOf = (event: string, type: string | undefined): Meaning =>
  MEANINGS.get(event === 'bounce' && type === 'blocked' ? 'blocked' : event) ?? OTHER;
