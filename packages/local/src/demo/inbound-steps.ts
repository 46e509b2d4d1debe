import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  aResendEvent,
  aWhatsAppMessage,
  RESEND_SECRET,
  resendRequest,
  type SignedRequest,
  THEIR_NUMBER,
  twilioRequest,
} from '@switchyard/webhook-handler/testing';
import { check, checkEqual } from './check.ts';
import type { EndpointServer, ReceivedDelivery } from './endpoint-server.ts';
import type { HooksClient } from './hooks-client.ts';
import type { DemoStep } from './run-steps.ts';
import { verifyWithPublicLibraries } from './verify-with-public-libraries.ts';

export type CallbackAnswer = { readonly status: number; readonly contentType: string; readonly text: string };

export type InboundContext = {
  readonly hooksUrl: string;
  readonly hooks: HooksClient;
  readonly tenantId: string;
  readonly endpoint: EndpointServer;
  readonly webhookSecret: string;
  /** The operator's CLI, in a process of its own; resolves to the JSON that it prints. */
  readonly cli: (args: readonly string[], stdin?: string) => Promise<Record<string, unknown>>;
  /** A consumer of a queue: the next message within the time, or undefined. */
  readonly receive: (queue: string, waitSeconds: number) => Promise<Record<string, unknown> | undefined>;
  readonly repliesDelaySeconds: number;
  /** How long a delivery may take, in ms. */
  readonly deliveryMs: number;
};

const PATIENCE_SECONDS = 10;
const OTHER_TOKEN = 'f00dfeedf00dfeedf00dfeedf00dfeed';

const POLL_MS = 40;

const newSid = (): string => `SM${randomBytes(16).toString('hex')}`;
const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );

export const inboundSteps: readonly DemoStep<InboundContext>[] = [
  {
    name: 'twilio_reply',
    title: 'A person writes on WhatsApp: conversation, queue, event',
    async run(context: InboundContext) {
      const { cli, tenantId, hooksUrl, receive, repliesDelaySeconds } = context;
      await cli(['secrets', 'set', 'twilio', '--account-sid', ACCOUNT_SID, '--auth-token-stdin'], AUTH_TOKEN);
      await cli(['secrets', 'set', 'resend', '--signing-secret-stdin'], RESEND_SECRET);
      await cli([
        ...['conversations', 'create', '--channel', 'whatsapp', '--address', THEIR_NUMBER],
        ...['--tenant', tenantId, '--id', 'conv_demo', '--company-name', 'Acme'],
      ]);
      const before = context.endpoint.deliveries.length;
      const MessageSid = newSid();
      const request = twilioRequest({
        route: 'whatsapp',
        baseUrl: hooksUrl,
        form: aWhatsAppMessage({ MessageSid }),
      });
      const sentAt = performance.now();
      const answers = [await post(hooksUrl, request), await post(hooksUrl, request)];
      for (const answer of answers) {
        checkEqual(answer.status, 200, 'the answer to Twilio');
        check(answer.contentType.startsWith('text/xml'), 'the answer is TwiML');
      }
      const queued = await receive('whatsapp-replies', repliesDelaySeconds + PATIENCE_SECONDS);
      const waited = (performance.now() - sentAt) / 1000;
      checkEqual(at(queued, 'message', 'message_id'), MessageSid, 'the message in the queue');
      checkEqual(
        at(queued, 'conversation', 'conversation_status'),
        'user_reply_received',
        'the conversation',
      );
      check(waited >= repliesDelaySeconds - 0.5, `the queue held it back for ${repliesDelaySeconds} s`);
      checkEqual(
        await receive('whatsapp-replies', 1),
        undefined,
        'a second message for the repeated callback',
      );
      await delivered(context, before, 'message.received', MessageSid);
      return {
        message_id: MessageSid,
        queued_after_s: Math.round(waited * 10) / 10,
        callbacks: 2,
        queued: 1,
      };
    },
  },
  {
    name: 'hand_off',
    title: 'The conversation is handed to a person: no delay, another queue',
    async run({ cli, hooksUrl, receive }: InboundContext) {
      await cli(['conversations', 'handoff', 'conv_demo']);
      const MessageSid = newSid();
      await post(
        hooksUrl,
        twilioRequest({ route: 'whatsapp', baseUrl: hooksUrl, form: aWhatsAppMessage({ MessageSid }) }),
      );
      const queued = await receive('whatsapp-handoff', PATIENCE_SECONDS);
      checkEqual(at(queued, 'message', 'message_id'), MessageSid, 'the message in the hand-off queue');
      checkEqual(at(queued, 'conversation', 'hand_off_to_human'), true, 'hand_off_to_human');
      return { message_id: MessageSid, queue: 'whatsapp-handoff' };
    },
  },
  {
    name: 'status_out_of_order',
    title: 'Delivery reports come out of order and twice: the status only advances',
    async run(context: InboundContext) {
      const { hooks, hooksUrl, endpoint } = context;
      const MessageSid = newSid();
      const before = endpoint.deliveries.length;
      const registered = await hooks.call(
        'PUT',
        '/v1/messages/order-1042-shipped',
        JSON.stringify({
          channel: 'sms',
          provider: 'twilio',
          recipient: THEIR_NUMBER,
          external_id: MessageSid,
        }),
      );
      checkEqual(registered.status, 201, 'the answer to PUT /v1/messages');
      for (const MessageStatus of ['queued', 'delivered', 'sent', 'delivered']) {
        const form = {
          MessageSid,
          MessageStatus,
          AccountSid: ACCOUNT_SID,
          From: '+15558675310',
          To: THEIR_NUMBER,
        };
        const answer = await post(
          hooksUrl,
          twilioRequest({ route: 'twilio-status', baseUrl: hooksUrl, form }),
        );
        checkEqual(answer.text, '{"success":true}', 'the answer to Twilio');
      }
      const { body } = await hooks.call('GET', '/v1/messages/order-1042-shipped');
      const timeline = at(body, 'timeline');
      checkEqual(at(body, 'status'), 'delivered', 'the status of the message');
      checkEqual(Array.isArray(timeline) ? timeline.length : 0, 3, 'the number of reports in the timeline');
      await delivered(context, before, 'message.delivered', 'order-1042-shipped');
      return { message_id: 'order-1042-shipped', callbacks: 4, status: 'delivered', timeline: 3 };
    },
  },
  {
    name: 'bounce',
    title: 'A mail bounces at Resend: the tenant’s endpoint gets email.bounced, signed',
    async run(context: InboundContext) {
      const { hooks, hooksUrl, endpoint } = context;
      const before = endpoint.deliveries.length;
      const event = aResendEvent('email.bounced', { email_id: 'em_demo_1042', to: ['ada@example.org'] });
      await hooks.call(
        'PUT',
        '/v1/messages/invoice-1042',
        JSON.stringify({
          channel: 'email',
          provider: 'resend',
          recipient: 'ada@example.org',
          external_id: 'em_demo_1042',
        }),
      );
      const answer = await post(
        hooksUrl,
        resendRequest({
          baseUrl: hooksUrl,
          event,
          id: `msg_${randomBytes(9).toString('hex')}`,
          signedAt: new Date(),
        }),
      );
      checkEqual(answer.status, 200, 'the answer to Resend');
      const delivery = await delivered(context, before, 'email.bounced', 'invoice-1042');
      const shown = await hooks.call('GET', `/v1/events/${delivery.headers['webhook-id']}`);
      checkEqual(at(shown.body, 'source', 'provider'), 'resend', 'where the event came from');
      return {
        message_id: 'invoice-1042',
        event_id: String(delivery.headers['webhook-id']),
        verified_by: 'stripe, standardwebhooks',
      };
    },
  },
  {
    name: 'quarantine',
    title: 'An unproven request is refused and kept; once the secret is right it is released',
    async run({ cli, hooksUrl, receive }: InboundContext) {
      const MessageSid = newSid();
      const form = aWhatsAppMessage({ MessageSid });
      const request = twilioRequest({ route: 'whatsapp', baseUrl: hooksUrl, form, authToken: OTHER_TOKEN });
      const answer = await post(hooksUrl, request);
      checkEqual(answer.status, 401, 'the answer to a signature that no secret of ours made');
      checkEqual(await receive('whatsapp-handoff', 1), undefined, 'a message in the queue');
      const tooEarly = await cli(['quarantine', 'release', '--all']).catch(() => undefined);
      check(tooEarly === undefined, 'nothing is released while the secret is wrong');
      await cli(
        ['secrets', 'set', 'twilio', '--account-sid', ACCOUNT_SID, '--auth-token-stdin'],
        OTHER_TOKEN,
      );
      const { released } = await cli(['quarantine', 'release', '--all']);
      checkEqual(released, 1, 'the number of requests released');
      const queued = await receive('whatsapp-handoff', PATIENCE_SECONDS);
      checkEqual(at(queued, 'message', 'message_id'), MessageSid, 'the message in the queue');
      return { message_id: MessageSid, refused: answer.status, released: Number(released) };
    },
  },
];

async function post(hooksUrl: string, { http }: SignedRequest): Promise<CallbackAnswer> {
  const response = await fetch(`${hooksUrl}${http.path}`, {
    method: http.method,
    headers: http.headers,
    body: new Uint8Array(http.body),
  });
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    text: await response.text(),
  };
}

/** Waits for the delivery of an event of this type about this message, and verifies it as the tenant would. */
async function delivered(
  { endpoint, webhookSecret, deliveryMs }: InboundContext,
  before: number,
  type: string,
  messageId: string,
): Promise<ReceivedDelivery> {
  const giveUpAt = performance.now() + deliveryMs;
  for (;;) {
    const found = endpoint.deliveries.slice(before).find(({ body }) => {
      const event: unknown = JSON.parse(body.toString('utf8'));
      return at(event, 'type') === type && at(event, 'data', 'message_id') === messageId;
    });
    if (found !== undefined) {
      verifyWithPublicLibraries(found, webhookSecret);
      return found;
    }
    check(performance.now() < giveUpAt, `the tenant's endpoint gets ${type} about ${messageId}`);
    await sleep(POLL_MS);
  }
}
