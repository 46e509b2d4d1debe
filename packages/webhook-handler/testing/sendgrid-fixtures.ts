import { randomBytes } from 'node:crypto';

export const X_MESSAGE_ID = 'LRzXl_NHStOGhQ4kofSm_A';

type Json = Readonly<Record<string, unknown>>;

/** What SendGrid adds for some events. */
const EXTRAS: Readonly<Record<string, Json>> = {
  bounce: {
    reason: '550 5.1.1 unknown user',
    status: '5.1.1',
    type: 'bounce',
    bounce_classification: 'Invalid Address',
  },
  dropped: { reason: 'Bounced Address', status: '5.0.0' },
  deferred: { response: '400 try again later', attempt: '5' },
  delivered: { response: '250 OK' },
  open: { useragent: 'Mozilla/5.0', ip: '203.0.113.9', sg_machine_open: false },
  click: { useragent: 'Mozilla/5.0', ip: '203.0.113.9', url: 'https://example.org/offer' },
};

/** An event about a mail that we sent through SendGrid; each is another one. */
export function aSendGridEvent(event: string, changes: Json = {}): Json {
  return {
    email: 'Ada@Example.org',
    timestamp: Math.floor(Date.parse('2026-03-04T05:06:06.000Z') / 1000),
    'smtp-id': `<${X_MESSAGE_ID}@ismtpd0039p1iad1.sendgrid.net>`,
    event,
    category: ['confirm_email'],
    sg_event_id: randomBytes(16).toString('base64url'),
    sg_message_id: `${X_MESSAGE_ID}.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0`,
    ...EXTRAS[event],
    ...changes,
  };
}
