import {
  aMail,
  aWhatsAppMessage,
  envelope,
  sendGridRequest,
  twilioRequest,
} from '@switchyard/webhook-handler/testing';
import { check, checkEqual } from './check.ts';
import { at, deliveryOf, eventOf, type InboundContext, newSid, post } from './provider-calls.ts';
import type { DemoStep } from './run-steps.ts';

const GLOBEX = 'globex';
const GLOBEX_NUMBER = '+15550002222';
const MAILBOXES = { acme: 'support@acme.example', globex: 'hello@globex.example' } as const;
const WRITER = 'grace@example.org';

/** A second tenant, whose endpoint is another path of the same server. */
const globexUrl = ({ endpoint }: InboundContext): URL => new URL(`/${GLOBEX}`, endpoint.url);
const globexSecrets = new WeakMap<object, string>();

/** Waits until each of both has its event, and looks whether the other one got it as well. */
async function eventOfTenant(
  context: InboundContext,
  tenant: 'acme' | 'globex',
  isIt: (event: unknown) => boolean,
): Promise<unknown> {
  const isGlobex = tenant === GLOBEX;
  const webhookSecret = isGlobex ? (globexSecrets.get(context.endpoint) ?? '') : context.webhookSecret;
  const delivery = await deliveryOf(
    { ...context, webhookSecret },
    (event, { path }) => (path === globexUrl(context).pathname) === isGlobex && isIt(event),
    `message.received of ${tenant}`,
  );
  return eventOf(delivery);
}

export const tenancySteps: readonly DemoStep<InboundContext>[] = [
  {
    name: 'two_tenants',
    title: 'The same person writes to another tenant’s number: that tenant gets it, and nobody else',
    async run(context: InboundContext) {
      const { cli, hooksUrl, receive, endpoint } = context;
      const created = await cli(['tenants', 'create', GLOBEX, '--target-url', globexUrl(context).href]);
      globexSecrets.set(endpoint, String(created.webhook_secret));
      await cli(['addresses', 'assign', GLOBEX, '--channel', 'whatsapp', '--address', GLOBEX_NUMBER]);
      const MessageSid = newSid();
      const form = aWhatsAppMessage({ MessageSid, To: `whatsapp:${GLOBEX_NUMBER}` });
      const answer = await post(hooksUrl, twilioRequest({ route: 'whatsapp', baseUrl: hooksUrl, form }));
      checkEqual(answer.status, 200, 'the answer to Twilio');
      const isIt = (event: unknown): boolean => at(event, 'data', 'message_id') === MessageSid;
      const event = await eventOfTenant(context, GLOBEX, isIt);
      checkEqual(at(event, 'data', 'conversation_id'), null, 'a conversation of the other tenant');
      checkEqual(
        await receive('whatsapp-handoff', 1),
        undefined,
        'a message in the conversation of the other tenant',
      );
      const about = endpoint.deliveries.filter((delivery) => isIt(eventOf(delivery)));
      check(
        about.every(({ path }) => path === globexUrl(context).pathname),
        'no other tenant gets it',
      );
      return { message_id: MessageSid, tenant: GLOBEX, conversation: 'none of the other tenant' };
    },
  },
  {
    name: 'mail_to_two_tenants',
    title: 'A mail to two tenants is an event of each, with its own recipient',
    async run(context: InboundContext) {
      const { cli, hooksUrl, tenantId } = context;
      const assign = (tenant: string, address: string) =>
        cli(['addresses', 'assign', tenant, '--channel', 'email', '--address', address]);
      await assign(tenantId, MAILBOXES.acme);
      await assign(GLOBEX, MAILBOXES.globex);
      const to = ['nobody@parse.example.com', MAILBOXES.acme, MAILBOXES.globex];
      const parts = aMail({ from: WRITER, envelope: envelope(WRITER, to) });
      const receivedAt = new Date().toISOString();
      const answer = await post(hooksUrl, sendGridRequest({ baseUrl: hooksUrl, parts, receivedAt }));
      checkEqual(answer.status, 200, 'the answer to SendGrid');
      for (const tenant of ['acme', GLOBEX] as const) {
        const event = await eventOfTenant(context, tenant, (each) => at(each, 'data', 'from') === WRITER);
        checkEqual(at(event, 'data', 'recipient'), MAILBOXES[tenant], `the recipient that ${tenant} sees`);
      }
      return { recipients: to.length, events: 2 };
    },
  },
];
