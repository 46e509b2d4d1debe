export const EMAIL_ID = '56761188-7520-42d8-8898-ff6fc54ce618';

type Json = Readonly<Record<string, unknown>>;

/** What Resend adds to `data` for some types. */
const EXTRAS: Readonly<Record<string, Json>> = {
  'email.bounced': {
    bounce: {
      message: "The recipient's mail server rejected the message.",
      subType: 'Suppressed',
      type: 'Permanent',
    },
  },
  'email.clicked': {
    click: {
      ipAddress: '203.0.113.9',
      link: 'https://example.org/offer',
      timestamp: '2026-03-04T05:06:05.000Z',
      userAgent: 'Mozilla/5.0',
    },
  },
  'email.failed': { failed: { reason: 'reached_daily_quota' } },
  'email.suppressed': {
    suppressed: { message: 'Address is on the suppression list.', type: 'OnAccountSuppressionList' },
  },
};

/** An event about a mail that we sent through Resend. */
export function aResendEvent(type: string, data: Json = {}): Json {
  return {
    type,
    created_at: '2026-03-04T05:06:06.000Z',
    data: {
      broadcast_id: '8b146471-e88e-4322-86af-016cd36fd216',
      created_at: '2026-03-04T05:06:01.126Z',
      email_id: EMAIL_ID,
      message_id: '<0100018d-abc@email.example.com>',
      from: 'Acme <onboarding@example.com>',
      to: ['Ada Lovelace <Ada@Example.org>'],
      subject: 'Your order',
      tags: { category: 'confirm_email' },
      ...EXTRAS[type],
      ...data,
    },
  };
}

/** An event about no mail of ours, as of the contact, domain, suppression, topic and inbox families. */
export function aResendObjectEvent(type: string): Json {
  return {
    type,
    created_at: '2026-03-04T05:06:06.000Z',
    data: { id: 'e169aa45-1ecf-4183-9955-b1499d5701d3', email: 'steve@example.org' },
  };
}
