import { describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '@switchyard/core/conversations';
import { emittedEventSchema, MAX_EMITTED_EVENT_BYTES } from '@switchyard/core/emitted-event';
import { anInboundMessage, NUMBER } from '../../testing/message-setup.ts';
import { messageReceivedEvent } from './message-received-event.ts';

const eventOf = (changes: Partial<InboundMessage>) =>
  messageReceivedEvent({ message: anInboundMessage(changes), conversationId: undefined });

const authentication = {
  spf: 'fail',
  dkim: [{ domain: 'example.org', result: 'fail' }],
  aligned: false,
  trustworthy: true,
  anomalies: ['repeated_fields'],
};

describe('the event of a message', () => {
  it.each([
    ['a location', { location: { latitude: 48.2, longitude: 16.37 } }],
    ['a button', { button: { text: 'Yes', payload: 'yes' } }],
    ['an opt-out', { opt_out_type: 'STOP' }],
    ['what it replies to', { reply_context: { message_sid: 'SM0' } }],
    ['parameters that are new to us', { other: { Brand: 'neu' } }],
  ])('has %s', (_, details) => {
    expect(eventOf({ body: '', details }).data).toMatchObject({ details, subject: null });
  });

  it('has the media, as the queue object has them', () => {
    const media = [{ url: 'https://media.example/1', content_type: 'image/jpeg' }];
    expect(eventOf({ media }).data.media).toEqual(media);
  });

  it('of a mail has its subject, and what is known of its sender', () => {
    const { data } = eventOf({ channel: 'email', details: { subject: 'Order 7' }, authentication });

    expect(data).toMatchObject({ subject: 'Order 7', authentication });
  });

  it('names the recipient that decided, and no other, who may be a blind copy', () => {
    const message = anInboundMessage({
      channel: 'email',
      to: 'a@example.com',
      recipients: ['a@example.com', 'b@example.com'],
      details: { recipients: ['a@example.com', 'b@example.com'] },
    });
    const event = messageReceivedEvent({
      message,
      conversationId: 'c-1',
      recipient: 'b@example.com',
      matchedBy: 'header_from',
    });

    expect(event.data).toMatchObject({
      to: 'b@example.com',
      recipient: 'b@example.com',
      conversation_id: 'c-1',
      matched_by: 'header_from',
    });
    expect(JSON.stringify(event)).not.toContain('a@example.com');
  });

  it('is what its published schema describes, and nothing more', () => {
    const event = eventOf({ authentication });
    expect(emittedEventSchema.parse(event)).toEqual(event);
  });
});

it('an event that an older version made is read by the same schema', () => {
  const { type, version, timestamp, data } = eventOf({});
  const { subject, details, authentication, recipient, matched_by, truncated, ...before } = data;
  const event = { type, version, timestamp, data: before };

  expect(emittedEventSchema.parse(event)).toEqual(event);
  expect(before).toEqual({
    channel: 'sms',
    from: '+14017122661',
    to: NUMBER,
    body: 'Ahoy! Running late.',
    media: [],
    message_id: 'SM1',
    conversation_id: null,
  });
});

describe('what is too large for an event', () => {
  const sizeOf = (event: unknown): number => Buffer.byteLength(JSON.stringify(event));

  it.each<[string, Partial<InboundMessage>, string[]]>([
    ['html', { details: { html: '<p>ü</p>'.repeat(40_000), subject: 'Order' } }, ['html']],
    ['a body of what JSON writes in six characters', { body: '\u0001'.repeat(60_000) }, ['body']],
    ['details', { details: { other: { a: 'x'.repeat(300_000) } } }, ['details']],
    ['media', { media: Array.from({ length: 200 }, () => ({ url: 'y'.repeat(2_000) })) }, ['media']],
  ])('is cut, and marked: %s', (_, changes, truncated) => {
    const event = eventOf(changes);

    expect(sizeOf(event)).toBeLessThanOrEqual(MAX_EMITTED_EVENT_BYTES);
    expect(event.data.truncated).toEqual(truncated);
  });

  it('just fits', () => {
    const room = MAX_EMITTED_EVENT_BYTES - sizeOf(eventOf({ body: '' }));

    expect(eventOf({ body: 'x'.repeat(room) }).data.truncated).toEqual([]);
    expect(eventOf({ body: 'x'.repeat(room + 1) }).data.truncated).toEqual(['body']);
  });
});
