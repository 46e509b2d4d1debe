import { type Channel, channelSchema, normalizeAddress } from '@switchyard/core/channels';
import { type Clock, DAY_SECONDS, toIso } from '@switchyard/core/clock';
import { type HttpApp, HttpError, problemResponses } from '@switchyard/core/http';
import { PROVIDERS, reportingProviders } from '@switchyard/core/providers';
import * as z from 'zod';
import { bodyBytesOf } from '../json-body.ts';
import { tenantOf } from '../tenant.ts';
import { messageParams, messageSummarySchema, toMessageSummary } from './message-view.ts';
import type { RegisterMessageInput, RegisterMessageResult } from './register-message.ts';

/** As far ahead as Twilio schedules messages; Resend schedules 30 days ahead. */
const MAX_DAYS_AHEAD = 35;

/** Who reports on messages of a channel. */
const reportersOn = (channel: Channel) =>
  reportingProviders.filter((provider) =>
    PROVIDERS[provider].reportsOn.some((reported) => reported === channel),
  );

const ADDRESSES: Readonly<Record<Channel, { readonly form: RegExp; readonly allowed: string }>> = {
  sms: { form: /^\+[1-9]\d{6,14}$/, allowed: 'must be a number such as +436601234567' },
  // Besides numbers, people who hide theirs have ids such as US.13491208655302741918.
  whatsapp: {
    form: /^(\+[1-9]\d{6,14}|[A-Z]{2}\.\w{1,128})$/,
    allowed: 'must be a number such as +436601234567, or the id of a user who shows none',
  },
  email: {
    form: /^[^\s@<>]{1,64}@[^\s@<>]{1,255}$/,
    allowed: 'must be a bare address such as ada@example.com',
  },
};

const body = z
  .strictObject({
    channel: channelSchema,
    provider: z.enum(
      reportingProviders,
      `must be ${reportingProviders.join(' or ')}: they report on what they sent`,
    ),
    recipient: z.string().max(320).meta({
      description: 'Number or address as the provider will report it; `whatsapp:` may stand before it.',
    }),
    sent_at: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({ description: 'When it was or will be sent; now if left out.' }),
    external_id: z
      .string()
      .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 printable ASCII characters without spaces')
      .optional()
      .meta({
        description:
          'The provider’s id: Twilio’s MessageSid, Resend’s email id. It can be added or changed by a later request.',
      }),
  })
  .check(({ value, issues }) => {
    const { channel, provider, recipient } = value;
    const wrong = (path: string, message: string) =>
      issues.push({ code: 'custom', input: value, path: [path], message });
    const reporters = reportersOn(channel);
    if (!reporters.includes(provider)) wrong('provider', `must be ${reporters.join(' or ')} for ${channel}`);
    const { form, allowed } = ADDRESSES[channel];
    if (!form.test(normalizeAddress(channel, recipient))) wrong('recipient', allowed);
  })
  .meta({
    examples: [
      {
        channel: 'sms',
        provider: 'twilio',
        recipient: '+436601234567',
        sent_at: '2026-03-02T09:15:04Z',
        external_id: 'SM0123456789abcdef0123456789abcdef',
      },
    ],
  });

const FIELDS = {
  channel: 'channel',
  provider: 'provider',
  recipient: 'recipient',
  sentAt: 'sent_at',
} as const;

export type PutMessageDeps = {
  readonly registerMessage: (input: RegisterMessageInput) => Promise<RegisterMessageResult>;
  readonly clock: Clock;
};

export function putMessageRoute(app: HttpApp, { registerMessage, clock }: PutMessageDeps): void {
  app.put(
    '/v1/messages/:message_id',
    {
      preValidation: async (request) => {
        bodyBytesOf(request);
      },
      schema: {
        operationId: 'putMessage',
        summary: 'Register a message',
        description: [
          'Tells the gateway about a message that you send through a provider, so that what the provider reports on it can be read here and is delivered to your endpoints. Repeating a request is safe; a later one may add or change `external_id`, and what it leaves out stays.',
          'Register it before you send it: a report that arrives before its message is known is answered 404, and Twilio does not repeat it.',
        ].join('\n\n'),
        tags: ['Messages'],
        params: messageParams,
        body,
        response: {
          200: messageSummarySchema,
          201: messageSummarySchema,
          ...problemResponses(400, 409, 413, 415, 422),
        },
      },
    },
    async (request, reply) => {
      const tenantId = tenantOf(request);
      const messageId = request.params.message_id;
      const { channel, provider, recipient, sent_at: sentAt, external_id: externalId } = request.body;
      request.outcome = { tenantId, messageId };
      const result = await registerMessage({
        tenantId,
        messageId,
        channel,
        provider,
        recipient: normalizeAddress(channel, recipient),
        sentAt: sentAt === undefined ? undefined : normalizeTime(sentAt),
        externalId,
      });
      request.outcome = { tenantId, messageId, outcome: result.kind };
      switch (result.kind) {
        case 'created':
          return reply.code(201).send(toMessageSummary(result.message));
        case 'updated':
        case 'unchanged':
          return reply.code(200).send(toMessageSummary(result.message));
        case 'conflict':
          throw new HttpError(
            409,
            'message_conflict',
            `Message ${messageId} is registered with another ${FIELDS[result.field]}: ${result.message[result.field]}. Only external_id can change; register another message instead.`,
          );
        case 'external_id_taken':
          throw new HttpError(
            409,
            'external_id_taken',
            `The external id ${externalId} is another message’s. If a request for that message is under way, try again after a minute.`,
          );
      }
    },
  );

  /** @throws HttpError 422 when it is too far ahead, since a message is kept from then on */
  function normalizeTime(sentAt: string): string {
    const ms = Date.parse(sentAt);
    if (ms > clock() + MAX_DAYS_AHEAD * DAY_SECONDS * 1000) {
      const message = `must be at most ${MAX_DAYS_AHEAD} days ahead, which is as far as providers schedule`;
      throw new HttpError(422, 'body_invalid', `The body is not as described: sent_at: ${message}.`, [
        { path: 'sent_at', message },
      ]);
    }
    return toIso(ms);
  }
}
