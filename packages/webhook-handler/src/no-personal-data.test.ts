import { createHash } from 'node:crypto';
import awsLambdaFastify from '@fastify/aws-lambda';
import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { createLambdaHandler } from '@switchyard/core/http';
import { anEndpoint, lambdaContext, NOW } from '@switchyard/core/testing';
import { type CallbackSetup, setUpCallbacks } from '../testing/callback-setup.ts';
import { aMail, envelope } from '../testing/mail-fixtures.ts';
import { aConversation } from '../testing/message-setup.ts';
import { ACCOUNT_SID, AUTH_TOKEN, providerSecrets, RESEND_SECRET } from '../testing/provider-secrets.ts';
import { aResendEvent } from '../testing/resend-fixtures.ts';
import { toRestEvent } from '../testing/rest-event.ts';
import { aSendGridEvent } from '../testing/sendgrid-fixtures.ts';
import {
  BASE_URL,
  resendRequest,
  type SignedRequest,
  sendGridEventsRequest,
  sendGridRequest,
  tampered,
  twilioRequest,
} from '../testing/signed-requests.ts';
import { anSqsRecord } from '../testing/sqs-record.ts';
import { anSms, anSmsStatus } from '../testing/twilio-fixtures.ts';
import { createApp } from './app.ts';
import { toSpoolMessage } from './spool/spool-message.ts';

const receivedAt = toIso(NOW);
const CANARIES = {
  number: '+436641112223',
  name: 'Canary-Zoë-Name',
  body: 'canary-of-a-body',
  mailbox: 'canary.mailbox@example.org',
  subject: 'canary-of-a-subject',
  street: 'Canary-Street 7',
  segment: 'canary-of-a-segment',
  password: 'canary-of-a-password',
} as const;
const SECRETS = [AUTH_TOKEN, RESEND_SECRET, RESEND_SECRET.slice(6)];

const sms = (changes = {}) =>
  anSms({
    From: CANARIES.number,
    Body: CANARIES.body,
    ProfileName: CANARIES.name,
    Address: CANARIES.street,
    ...changes,
  });
const mail = () =>
  sendGridRequest({
    parts: aMail({
      envelope: envelope(CANARIES.mailbox),
      from: `${CANARIES.name} <${CANARIES.mailbox}>`,
      subject: CANARIES.subject,
      text: CANARIES.body,
    }),
    pathSegment: CANARIES.segment,
    basicAuth: `user:${CANARIES.password}`,
    receivedAt,
  });
/** Genuine, but cut off: what the JSON parser says about it quotes it. */
function brokenJson(): SignedRequest {
  const body = Buffer.from(`{"From": ${CANARIES.body}`);
  const query = `bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
  const { http, callback } = twilioRequest({ route: 'sms', form: {}, query, receivedAt });
  const json = 'application/json';
  return {
    http: { ...http, headers: { ...http.headers, 'Content-Type': json }, body },
    callback: { ...callback, headers: { ...callback.headers, 'content-type': json }, rawBody: body },
  };
}

const requests: Readonly<Record<string, SignedRequest>> = {
  'an SMS': twilioRequest({ route: 'sms', form: sms(), query: `x=${CANARIES.body}`, receivedAt }),
  'a status': twilioRequest({
    route: 'twilio-status',
    form: anSmsStatus('failed', { To: CANARIES.number }),
    receivedAt,
  }),
  'a mail': mail(),
  'an email event': resendRequest({
    event: aResendEvent('email.bounced', { to: [CANARIES.mailbox], subject: CANARIES.subject }),
    receivedAt,
  }),
  'a mail event of SendGrid': sendGridEventsRequest({
    events: [aSendGridEvent('bounce', { email: CANARIES.mailbox, subject: CANARIES.subject }), CANARIES.body],
    receivedAt,
  }),
  'an SMS without a sender': twilioRequest({ route: 'sms', form: sms({ From: '' }), receivedAt }),
  'an SMS without an id': twilioRequest({
    route: 'sms',
    form: { From: CANARIES.number, Body: CANARIES.body, AccountSid: ACCOUNT_SID },
    receivedAt,
  }),
  'broken JSON': brokenJson(),
  'a forged SMS': tampered(
    twilioRequest({ route: 'sms', form: sms(), receivedAt }),
    Buffer.from(CANARIES.body),
  ),
  'a forged mail': tampered(mail(), Buffer.from(CANARIES.body)),
};

type Trouble = (setup: CallbackSetup) => void;
const outage = (): never => {
  throw new Error('Throttled');
};
const troubles: Readonly<Record<string, Trouble>> = {
  'with nothing wrong': () => undefined,
  'from a known sender': (setup) => {
    setup.addConversation(aConversation({ address: CANARIES.number, tenantId: 'acme' }));
    setup.addConversation(
      aConversation({ conversationId: 'c-2', channel: 'email', address: CANARIES.mailbox, tenantId: 'acme' }),
    );
  },
  'with the table down': ({ table }) => {
    table.hooks.before = outage;
  },
  'with an item that cannot be read': (setup) => {
    setup.addConversation(aConversation({ address: CANARIES.number, tenantId: 'Not A Tenant' }));
    setup.ownAddress('Not A Tenant', 'email', 'support@parse.example.com');
  },
  'with the secrets down': ({ callbackState }) => {
    callbackState.secretsDown = true;
  },
  'with secrets that are no JSON': ({ callbackState }) => {
    callbackState.secretText = `${AUTH_TOKEN} ${RESEND_SECRET}`;
  },
  'with a token in the place of the account SID': ({ callbackState }) => {
    callbackState.secretText = JSON.stringify({ twilio: { accounts: { [AUTH_TOKEN]: [ACCOUNT_SID] } } });
  },
  'with everything down': ({ table, spoolQueue, queue }) => {
    table.hooks.before = outage;
    spoolQueue.hooks.before = outage;
    queue.hooks.before = outage;
  },
};

/** Through HTTP, and through the spool, verified and not. */
async function run(trouble: Trouble, { http, callback }: SignedRequest): Promise<string> {
  const setup = setUpCallbacks({ endpoints: [anEndpoint()] });
  trouble(setup);
  const app = createApp({
    logger: setup.logs.logger,
    receiveCallback: setup.receiveCallback,
    checkHealth: async () => ({}),
    baseUrl: BASE_URL,
    corsOrigins: [],
    clock: setup.time.clock,
  });
  await createLambdaHandler(awsLambdaFastify, app)(toRestEvent(http), lambdaContext());
  const bodies = [toSpoolMessage(callback, true), toSpoolMessage(callback, false), CANARIES.body];
  await setup.processSpool(bodies.map((body, n) => anSqsRecord(body, `m-${n}`)));
  await setup.release({ receivedAt, id: callback.requestId }).catch((error: unknown) => {
    setup.logs.logger.error({ err: error }, 'release');
  });
  return setup.logs.text();
}

describe.each(Object.entries(troubles))('%s', (_, trouble) => {
  it.each(Object.entries(requests))(
    'the logs of %s have neither personal data nor secrets',
    async (_name, request) => {
      const logs = await run(trouble, request);

      expect(logs).not.toBe('');
      const found = [...Object.values(CANARIES), ...SECRETS].filter((canary) => logs.includes(canary));
      expect(found).toEqual([]);
      // As a form or a JSON string would have it.
      expect(logs).not.toContain(encodeURIComponent(CANARIES.number));
    },
  );
});

it('the secrets of these tests are the ones that are looked for', () => {
  expect(JSON.stringify(providerSecrets())).toContain(AUTH_TOKEN);
});
