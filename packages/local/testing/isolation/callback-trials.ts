import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { isObject } from '@switchyard/aws-local/json';
import { toIso } from '@switchyard/core/clock';
import { namesOf } from '@switchyard/core/names-of';
import { CALLBACKS, type CallbackRoute } from '@switchyard/core/providers';
import { createWebhookSecret } from '@switchyard/core/signatures';
import {
  aMail,
  anSms,
  anSmsStatus,
  aResendEvent,
  aSendGridEvent,
  aWhatsAppMessage,
  envelope,
  resendRequest,
  type SignedRequest,
  sendGridEventsRequest,
  sendGridRequest,
  tampered,
  twilioRequest,
} from '@switchyard/webhook-handler/testing';
import { newMailbox, newNumber, newSid } from '../inbound-flow.ts';
import { EVENT_KEY, MAIL_KEY, OTHER_ACCOUNT_SID, OTHER_TOKEN } from '../inbound-secrets.ts';
import type { Stage, Trial } from './stage.ts';

type Forging = {
  /** Signed by a secret that is nobody's. */
  readonly isForged?: boolean;
  /** Signed by, and said to be of, an account that may not speak for this tenant. */
  readonly ofOtherAccount?: boolean;
};
type Make = (stage: Stage, forging: Forging) => SignedRequest;

const nobodysToken = randomBytes(16).toString('hex');
const nobodysKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

const twilioOptions = ({ flow }: Stage, { isForged, ofOtherAccount }: Forging) => ({
  baseUrl: flow.hooksUrl,
  ...(isForged ? { authToken: nobodysToken } : {}),
  ...(ofOtherAccount ? { authToken: OTHER_TOKEN } : {}),
});
const accountOf = ({ ofOtherAccount }: Forging) => (ofOtherAccount ? { AccountSid: OTHER_ACCOUNT_SID } : {});
const now = () => toIso(Date.now());

/** A callback of each kind about what is the first tenant's. The compiler asks for one of a new provider. */
const CALLBACK: Readonly<Record<CallbackRoute, Make>> = {
  sms: (stage, forging) => {
    const form = { From: newNumber(), To: stage.first.number, MessageSid: newSid(), ...accountOf(forging) };
    return twilioRequest({ route: 'sms', form: anSms(form), ...twilioOptions(stage, forging) });
  },
  whatsapp: (stage, forging) => {
    const [From, To] = [`whatsapp:${newNumber()}`, `whatsapp:${stage.first.number}`];
    const form = aWhatsAppMessage({ From, To, MessageSid: newSid(), ...accountOf(forging) });
    return twilioRequest({ route: 'whatsapp', form, ...twilioOptions(stage, forging) });
  },
  'twilio-status': (stage, forging) => {
    const MessageSid = stage.first.externalIds.twilio;
    const form = anSmsStatus('failed', {
      MessageSid,
      SmsSid: MessageSid,
      To: '+436601234567',
      ...accountOf(forging),
    });
    return twilioRequest({ route: 'twilio-status', form, ...twilioOptions(stage, forging) });
  },
  email: ({ flow, first }, { isForged }) => {
    const from = newMailbox();
    const headers = `From: ${from}\r\nMessage-ID: <${newSid()}@example.org>\r\n`;
    const parts = aMail({ from, headers, envelope: envelope(from, [first.mailbox]) });
    const privateKey = isForged ? nobodysKey : MAIL_KEY;
    return sendGridRequest({ baseUrl: flow.hooksUrl, parts, privateKey, receivedAt: now() });
  },
  'sendgrid-events': ({ flow, first }, { isForged }) => {
    const sent = `${first.externalIds.sendgrid}.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0`;
    const events = [aSendGridEvent('bounce', { sg_message_id: sent, email: 'ada@example.org' })];
    const privateKey = isForged ? nobodysKey : EVENT_KEY;
    return sendGridEventsRequest({ baseUrl: flow.hooksUrl, events, privateKey, receivedAt: now() });
  },
  'resend-events': ({ flow, first }, { isForged }) =>
    resendRequest({
      baseUrl: flow.hooksUrl,
      event: aResendEvent('email.bounced', { email_id: first.externalIds.resend, to: ['ada@example.org'] }),
      signedAt: new Date(),
      id: `msg_${randomBytes(8).toString('hex')}`,
      ...(isForged ? { secrets: [createWebhookSecret()] } : {}),
    }),
};

const SIGNATURES = /signature|^authorization$/i;
const unsigned = ({ http, callback }: SignedRequest): SignedRequest => ({
  callback,
  http: {
    ...http,
    headers: Object.fromEntries(Object.entries(http.headers).filter(([name]) => !SIGNATURES.test(name))),
  },
});
/** With one byte more, which no reader of forms, JSON or multipart misses. */
const changed = (request: SignedRequest): SignedRequest =>
  tampered(request, Buffer.concat([request.http.body, Buffer.from(' ')]));

type Wrong = { readonly name: string; readonly make: (make: Make, stage: Stage) => SignedRequest };

const WRONG: readonly Wrong[] = [
  { name: 'without a signature', make: (make, stage) => unsigned(make(stage, {})) },
  { name: 'changed on its way', make: (make, stage) => changed(make(stage, {})) },
  { name: 'signed by nobody’s secret', make: (make, stage) => make(stage, { isForged: true }) },
];
/** Of providers with accounts, of which each speaks for some tenants. */
const OF_ANOTHER_ACCOUNT: Wrong = {
  name: 'genuine, of an account that may not speak for the tenant',
  make: (make, stage) => make(stage, { ofOtherAccount: true }),
};

/** Callbacks about what is the first tenant's, from those who may not make them. */
export const callbackTrials: readonly Trial[] = namesOf(CALLBACK).flatMap((route) =>
  [...WRONG, ...(CALLBACKS[route].provider === 'twilio' ? [OF_ANOTHER_ACCOUNT] : [])].map((wrong) => ({
    of: route,
    name: wrong.name,
    run: async (stage: Stage) => {
      const before = await about(stage);
      const { status, text } = await stage.flow.post(wrong.make(CALLBACK[route], stage));
      if (status < 400) return `It is answered ${status}: ${text}`;
      const after = await about(stage);
      return before === after ? undefined : `It changed ${before} into ${after}`;
    },
  })),
);

/** Whether the callbacks of this file would work if they were genuine: else refusing them would show nothing. */
export const genuineCallbacks: readonly Trial[] = namesOf(CALLBACK).map((route) => ({
  of: route,
  name: 'genuine',
  run: async (stage: Stage) => {
    const before = await about(stage);
    const { status, text } = await stage.flow.post(CALLBACK[route](stage, {}));
    if (status !== 200) return `It is answered ${status}: ${text}`;
    return (await about(stage)) === before ? 'It changed nothing.' : undefined;
  },
}));

/** Ids of the first tenant's events, and what became of its messages. */
async function about({ first }: Stage): Promise<string> {
  const { hooks } = first.tenant;
  const { body } = await hooks.call('GET', '/v1/events?limit=100');
  const events = isObject(body) && Array.isArray(body.events) ? body.events : [];
  const messages = [...(first.ids.get('message_id') ?? [])].map(async (id) => {
    const { body: message } = await hooks.call('GET', `/v1/messages/${id}`);
    return isObject(message) ? message.status : undefined;
  });
  return JSON.stringify([
    events.map((event) => isObject(event) && event.event_id),
    await Promise.all(messages),
  ]);
}
