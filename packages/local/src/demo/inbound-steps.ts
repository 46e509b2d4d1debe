import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  aWhatsAppMessage,
  RESEND_SECRET,
  SENDGRID_EVENT_KEYS,
  SENDGRID_KEYS,
  THEIR_NUMBER,
  twilioRequest,
} from '@switchyard/webhook-handler/testing';
import { check, checkEqual } from './check.ts';
import { planSteps } from './plan-steps.ts';
import { at, delivered, type InboundContext, newSid, post } from './provider-calls.ts';
import { reportSteps } from './report-steps.ts';
import type { DemoStep } from './run-steps.ts';
import { tenancySteps } from './tenancy-steps.ts';

const PATIENCE_SECONDS = 10;
const OTHER_TOKEN = 'f00dfeedf00dfeedf00dfeedf00dfeed';

export const inboundSteps: readonly DemoStep<InboundContext>[] = [
  {
    name: 'twilio_reply',
    title: 'A person writes on WhatsApp: conversation, queue, event',
    async run(context: InboundContext) {
      const { cli, tenantId, hooksUrl, receive, repliesDelaySeconds } = context;
      await cli(['secrets', 'set', 'twilio', '--account-sid', ACCOUNT_SID, '--auth-token-stdin'], AUTH_TOKEN);
      await cli(['secrets', 'set', 'resend', '--signing-secret-stdin'], RESEND_SECRET);
      await cli(['secrets', 'set', 'sendgrid', '--event-public-key', SENDGRID_EVENT_KEYS.publicKey]);
      await cli(['secrets', 'set', 'sendgrid', '--public-key', SENDGRID_KEYS.publicKey]);
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
  ...reportSteps,
  ...tenancySteps,
  ...planSteps,
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
