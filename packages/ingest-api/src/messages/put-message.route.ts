import { ADDRESS_GRAMMAR, type Channel, channelSchema, parseAddress } from '@switchyard/core/channels';
import { DAY_SECONDS, toIso } from '@switchyard/core/clock';
import { described, HttpError } from '@switchyard/core/http';
import { accountIdSchema, PROVIDERS, reportingProviders } from '@switchyard/core/providers';
import * as z from 'zod';
import { MAX_BODY_BYTES, tenantProblems, tenantRoute } from '../api.ts';
import {
  CONFLICTING_MESSAGE_ID,
  EARLIER_MESSAGE_ID,
  EXAMPLE_EXTERNAL_ID,
  EXAMPLE_FORM_HEADERS,
  EXAMPLE_JSON_HEADERS,
  EXAMPLE_MESSAGE,
  EXAMPLE_MESSAGE_ID,
  TAKEN_EXTERNAL_ID,
} from '../examples.ts';
import { bodyBytesOf } from '../json-body.ts';
import { tenantOf } from '../tenant.ts';
import { messageParams, messageSummarySchema, toMessageSummary } from './message-view.ts';
import { registerMessage } from './register-message.ts';

/** As far ahead as Twilio schedules messages; Resend schedules 30 days ahead. */
const MAX_DAYS_AHEAD = 35;

/** Who reports on messages of a channel. */
const reportersOn = (channel: Channel) =>
  reportingProviders.filter((provider) =>
    PROVIDERS[provider].reportsOn.some((reported) => reported === channel),
  );

const body = z
  .strictObject({
    channel: channelSchema,
    provider: z.enum(
      reportingProviders,
      `must be ${reportingProviders.join(' or ')}: they report on what they sent`,
    ),
    recipient: z.string().max(320).meta({
      description:
        'Number or address as the provider will report it; on WhatsApp, `whatsapp:` may stand before it.',
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
          'The provider’s id: Twilio’s MessageSid, Resend’s email id, SendGrid’s X-Message-Id. It can be added or changed by a later request.',
      }),
    account: accountIdSchema.optional().meta({
      description:
        'The provider’s account that sends it: Twilio’s account SID, or the name that the operator gave to an account. Reports from another account then do not count. It is taken from the first request.',
    }),
  })
  .check(({ value, issues }) => {
    const { channel, provider, recipient } = value;
    const wrong = (path: string, message: string) =>
      issues.push({ code: 'custom', input: value, path: [path], message });
    const reporters = reportersOn(channel);
    if (!reporters.includes(provider)) wrong('provider', `must be ${reporters.join(' or ')} for ${channel}`);
    if (parseAddress(channel, recipient) === undefined)
      wrong('recipient', `must be ${ADDRESS_GRAMMAR[channel].allowed}`);
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
  account: 'account',
} as const;

export const putMessageRoute = tenantRoute({
  method: 'PUT',
  path: '/v1/messages/{message_id}',
  portal: 'never',
  before: bodyBytesOf,
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
      200: described('It was registered before; external_id may have changed.', messageSummarySchema),
      201: described('Registered.', messageSummarySchema),
      ...tenantProblems(400, 409, 413, 415, 422),
    },
  },
  async answer(api, request, reply) {
    const tenantId = tenantOf(request);
    const messageId = request.params.message_id;
    const { channel, provider, recipient, sent_at: sentAt, external_id: externalId, account } = request.body;
    request.outcome = { tenantId, messageId };
    const result = await registerMessage(api, {
      tenantId,
      messageId,
      channel,
      provider,
      recipient: parseAddress(channel, recipient) ?? recipient,
      sentAt: sentAt === undefined ? undefined : normalizeTime(sentAt, api.clock()),
      externalId: externalId && PROVIDERS[provider].normalizeExternalId(externalId),
      account,
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
  examples: () => {
    const pathOf = (id: string) => `/v1/messages/${id}`;
    const withBody = (changes: Record<string, string>) =>
      JSON.stringify({ ...JSON.parse(EXAMPLE_MESSAGE), ...changes });
    const usual = {
      path: pathOf(EXAMPLE_MESSAGE_ID),
      headers: EXAMPLE_JSON_HEADERS,
      body: EXAMPLE_MESSAGE,
      state: 'before_sending',
    } as const;
    return [
      { ...usual, name: 'registered', summary: 'Before it is sent' },
      {
        ...usual,
        name: 'external_id_added',
        summary: 'Its provider’s id is known now',
        path: pathOf(EARLIER_MESSAGE_ID),
        body: withBody({ external_id: EXAMPLE_EXTERNAL_ID }),
      },
      { ...usual, name: 'params_invalid', summary: 'Not a message id', path: pathOf('order%201042') },
      { ...usual, name: 'body_malformed', summary: 'Not JSON', body: '{"channel":' },
      {
        ...usual,
        name: 'message_conflict',
        summary: 'Registered differently',
        path: pathOf(CONFLICTING_MESSAGE_ID),
      },
      {
        ...usual,
        name: 'external_id_taken',
        summary: 'Another message’s id',
        body: withBody({ external_id: TAKEN_EXTERNAL_ID }),
      },
      {
        ...usual,
        name: 'payload_too_large',
        summary: 'More than 256 KiB',
        body: withBody({ note: 'x'.repeat(MAX_BODY_BYTES) }),
      },
      {
        ...usual,
        name: 'content_type_unsupported',
        summary: 'A form instead of JSON',
        headers: EXAMPLE_FORM_HEADERS,
        body: 'channel=sms',
      },
      {
        ...usual,
        name: 'body_invalid',
        summary: 'A number that is none',
        body: withBody({ recipient: '0660 1234567' }),
      },
      { ...usual, name: 'unavailable', summary: 'The store did not answer', state: 'store_down' },
    ];
  },
});

/** @throws HttpError 422 when it is too far ahead, since a message is kept from then on */
function normalizeTime(sentAt: string, nowMs: number): string {
  const ms = Date.parse(sentAt);
  if (ms > nowMs + MAX_DAYS_AHEAD * DAY_SECONDS * 1000) {
    const message = `must be at most ${MAX_DAYS_AHEAD} days ahead, which is as far as providers schedule`;
    throw new HttpError(422, 'body_invalid', `The body is not as described: sent_at: ${message}.`, [
      { path: 'sent_at', message },
    ]);
  }
  return toIso(ms);
}
