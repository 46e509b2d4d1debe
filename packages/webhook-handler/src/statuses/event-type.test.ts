import { expect, it } from '@jest/globals';
import { messageStatusSchema } from '@switchyard/core/messages';
import { eventTypeOf } from './event-type.ts';

const types = (channel: 'sms' | 'whatsapp' | 'email') =>
  Object.fromEntries(
    messageStatusSchema.options.flatMap((status) => {
      const type = eventTypeOf(channel, { kind: 'status', status });
      return type === undefined ? [] : [[status, type]];
    }),
  );

it.each(['sms', 'whatsapp'] as const)(
  'the end of a message by %s, and its being read, are events',
  (channel) => {
    expect(types(channel)).toEqual({
      delivered: 'message.delivered',
      read: 'message.read',
      undelivered: 'message.failed',
      failed: 'message.failed',
    });
  },
);

it('what becomes of a mail is an event', () => {
  expect(types('email')).toEqual({
    delivered: 'email.delivered',
    complained: 'email.complained',
    bounced: 'email.bounced',
    delayed: 'email.delivery_delayed',
    suppressed: 'message.failed',
    failed: 'message.failed',
  });
});

it('opens and clicks are events, what is unknown is none', () => {
  expect(eventTypeOf('email', { kind: 'open' })).toBe('email.opened');
  expect(eventTypeOf('email', { kind: 'click' })).toBe('email.clicked');
  expect(eventTypeOf('email', { kind: 'other' })).toBeUndefined();
});
