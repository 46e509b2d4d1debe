import { randomBytes } from 'node:crypto';
import {
  ACCOUNT_SID,
  aResendEvent,
  aSendGridEvent,
  resendRequest,
  sendGridEventsRequest,
  THEIR_NUMBER,
  twilioRequest,
} from '@switchyard/webhook-handler/testing';
import { checkEqual } from './check.ts';
import { at, delivered, type InboundContext, newSid, post } from './provider-calls.ts';
import type { DemoStep } from './run-steps.ts';

/** What providers report on messages that the tenant sent. */
export const reportSteps: readonly DemoStep<InboundContext>[] = [
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
    name: 'batch_of_events',
    title: 'SendGrid reports many events at once: each counts once, on its own message',
    async run(context: InboundContext) {
      const { hooks, hooksUrl, endpoint } = context;
      const before = endpoint.deliveries.length;
      const ids = ['newsletter-1', 'newsletter-2'];
      const eventOf = (id: string, name: string) =>
        aSendGridEvent(name, { email: `${id}@example.org`, sg_message_id: `${id}.filterdrecv-0` });
      for (const id of ids) {
        const message = {
          channel: 'email',
          provider: 'sendgrid',
          recipient: `${id}@example.org`,
          external_id: id,
        };
        const registered = await hooks.call('PUT', `/v1/messages/${id}`, JSON.stringify(message));
        checkEqual(registered.status, 201, 'the answer to PUT /v1/messages');
      }
      const [first = '', second = ''] = ids;
      const opened = eventOf(first, 'open');
      const events = [
        eventOf(first, 'delivered'),
        opened,
        eventOf('nobody-knows', 'open'),
        eventOf(second, 'bounce'),
        opened,
        eventOf(first, 'click'),
      ];
      const request = sendGridEventsRequest({ baseUrl: hooksUrl, events });
      for (const answer of [await post(hooksUrl, request), await post(hooksUrl, request)])
        checkEqual(answer.text, '{"success":true}', 'the answer to SendGrid');
      const { body } = await hooks.call('GET', `/v1/messages/${first}`);
      checkEqual([at(body, 'opens'), at(body, 'clicks')].join(), '1,1', 'opens and clicks');
      checkEqual(at(body, 'status'), 'delivered', 'the status of the first mail');
      const other = await hooks.call('GET', `/v1/messages/${second}`);
      checkEqual(at(other.body, 'status'), 'bounced', 'the status of the second mail');
      await delivered(context, before, 'email.bounced', second);
      await delivered(context, before, 'email.clicked', first);
      return { events: events.length, requests: 2, recorded: 4, unknown: 1 };
    },
  },
];
