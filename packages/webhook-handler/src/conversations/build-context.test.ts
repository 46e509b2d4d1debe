import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { contextObject11Schema, contextObjectSchema } from '@switchyard/core/context-object';
import { receivedMessageKey } from '@switchyard/core/received-messages';
import { NOW } from '@switchyard/core/testing';
import { aConversation, anInboundMessage, NUMBER, PERSON } from '../../testing/message-setup.ts';
import { type BuildContextInput, buildContext, MAX_CONTEXT_BYTES } from './build-context.ts';

function anInput(changes: Partial<BuildContextInput> = {}): BuildContextInput {
  return {
    message: anInboundMessage(),
    conversation: aConversation(),
    requestId: 'request-1',
    validatedAt: toIso(NOW + 10),
    queuedAt: toIso(NOW + 20),
    ...changes,
  };
}

const sizeOf = (context: unknown): number => Buffer.byteLength(JSON.stringify(context));

describe('a context object', () => {
  it('says everything that is needed to answer', () => {
    const conversation = aConversation({
      channel: 'whatsapp',
      status: 'user_reply_received',
      handOffToHuman: true,
      threadId: 'thread-7',
      companyId: 'company-1',
      projectId: 'project-2',
      companyName: 'Example & Söhne',
      credentialsReference: 'twilio/main',
    });
    const media = [{ url: 'https://media.example/1', content_type: 'image/jpeg' }];
    const message = anInboundMessage({ channel: 'whatsapp', media, details: { profile_name: 'Zoë' } });

    expect(buildContext(anInput({ conversation, message }))).toEqual({
      meta: {
        request_id: 'request-1',
        channel_type: 'whatsapp',
        timestamp: toIso(NOW + 20),
        version: '1.1',
      },
      conversation: {
        conversation_id: 'c-1',
        primary_channel: PERSON,
        channel_type: 'whatsapp',
        conversation_status: 'user_reply_received',
        hand_off_to_human: true,
        thread_id: 'thread-7',
      },
      message: {
        from: message.from,
        to: message.to,
        body: message.body,
        message_id: 'SM1',
        timestamp: toIso(NOW),
        media,
        details: { profile_name: 'Zoë' },
        stored_at: null,
        truncated: [],
        subject: null,
        authentication: null,
        recipient: NUMBER,
        matched_by: null,
      },
      company: {
        company_id: 'company-1',
        project_id: 'project-2',
        company_name: 'Example & Söhne',
        credentials_reference: 'twilio/main',
      },
      processing: {
        validation_status: 'valid',
        ai_response: null,
        sent_response: null,
        processing_timestamps: {
          received: toIso(NOW),
          validated: toIso(NOW + 10),
          queued: toIso(NOW + 20),
        },
      },
    });
  });

  it('has null for what the conversation does not say', () => {
    expect(buildContext(anInput())).toMatchObject({
      conversation: { thread_id: null },
      company: { company_id: null, project_id: null, company_name: null, credentials_reference: null },
    });
  });

  it('is what the schema for consumers describes, and nothing more', () => {
    const context = buildContext(anInput());
    expect(contextObject11Schema.parse(context)).toEqual(context);
  });

  it('says of a mail its subject, its proof, the recipient that decided and what matched', () => {
    const authentication = {
      dkim: [{ domain: 'example.org', result: 'pass' }],
      aligned: true,
      trustworthy: true,
      anomalies: [],
    };
    const message = anInboundMessage({ channel: 'email', details: { subject: 'Order 7' }, authentication });

    expect(
      buildContext(anInput({ message, recipient: 'b@example.com', matchedBy: 'header_from' })).message,
    ).toMatchObject({
      subject: 'Order 7',
      authentication,
      recipient: 'b@example.com',
      matched_by: 'header_from',
    });
  });

  it('of the version before, still in a queue, is read by the same schema', () => {
    const { meta, conversation, message, ...rest } = buildContext(anInput());
    const { channel_type, ...known } = conversation;
    const { subject, authentication, recipient, matched_by, ...said } = message;
    const before = {
      meta: { ...meta, version: '1.0' },
      conversation: { ...known, primary_channel: channel_type },
      message: said,
      ...rest,
    };

    expect(contextObjectSchema.parse(before)).toEqual(before);
  });
});

describe('a message that is too large for a queue', () => {
  const large = {
    'a long body': { body: 'x'.repeat(300_000) },
    'a long body of three-byte characters': { body: '€'.repeat(100_000) },
    'a long body of emoji': { body: 'x🚀'.repeat(70_000) },
    'a long body of what JSON writes in six characters': { body: '\u0001'.repeat(60_000) },
    'huge details': { details: { html: '<p>ü</p>'.repeat(40_000) } },
    'huge media': {
      media: Array.from({ length: 200 }, (_, n) => ({ url: `https://x/${n}/${'y'.repeat(2_000)}` })),
    },
  };

  it.each(Object.entries(large))('for %s is sent by reference', (_, changes) => {
    const context = buildContext(anInput({ message: anInboundMessage(changes) }));

    expect(sizeOf(context)).toBeLessThanOrEqual(MAX_CONTEXT_BYTES);
    expect(context.message.stored_at).toEqual(receivedMessageKey({ provider: 'twilio', providerId: 'SM1' }));
    expect(contextObjectSchema.parse(context)).toEqual(context);
  });

  it('keeps the beginning of the body', () => {
    const { message } = buildContext(
      anInput({ message: anInboundMessage({ body: `Hello ${'x'.repeat(300_000)}` }) }),
    );

    expect(message.body).toMatch(/^Hello x+$/);
    expect(message.truncated).toEqual(['body']);
  });

  it('does not cut a character in two', () => {
    const body = `x${'🚀'.repeat(150_000)}`;
    expect(buildContext(anInput({ message: anInboundMessage({ body }) })).message.body.isWellFormed()).toBe(
      true,
    );
  });

  it('names only what was cut, besides what the provider’s parser had cut', () => {
    const other = { html: 'x'.repeat(300_000), list: { title: 'x'.repeat(300_000) } };
    const message = anInboundMessage({ details: other, truncated: ['html'] });

    expect(buildContext(anInput({ message })).message).toMatchObject({
      body: message.body,
      truncated: ['html', 'details'],
    });
  });

  it('loses its html first, and keeps the rest of what the channel says', () => {
    const details = { subject: 'Order 7', html: 'x'.repeat(300_000), message_id: '<1@example.org>' };

    expect(buildContext(anInput({ message: anInboundMessage({ details }) })).message).toMatchObject({
      details: { subject: 'Order 7', message_id: '<1@example.org>' },
      truncated: ['html'],
      stored_at: receivedMessageKey({ provider: 'twilio', providerId: 'SM1' }),
    });
  });
});

it('what just fits is sent whole', () => {
  const room = MAX_CONTEXT_BYTES - sizeOf(buildContext(anInput({ message: anInboundMessage({ body: '' }) })));
  const fits = buildContext(anInput({ message: anInboundMessage({ body: 'x'.repeat(room) }) }));
  const doesNot = buildContext(anInput({ message: anInboundMessage({ body: 'x'.repeat(room + 1) }) }));

  expect(sizeOf(fits)).toBe(MAX_CONTEXT_BYTES);
  expect(fits.message.stored_at).toBeNull();
  expect(doesNot.message.stored_at).not.toBeNull();
});
