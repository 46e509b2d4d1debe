import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { problemSchema } from '@switchyard/core/http';
import { NOW } from '@switchyard/core/testing';
import { type CallbackSetup, setUpCallbacks } from '../testing/callback-setup.ts';
import { aMail } from '../testing/mail-fixtures.ts';
import { aConversation } from '../testing/message-setup.ts';
import { aResendEvent } from '../testing/resend-fixtures.ts';
import { aSendGridEvent } from '../testing/sendgrid-fixtures.ts';
import {
  resendRequest,
  sendGridEventsRequest,
  sendGridRequest,
  tampered,
  twilioRequest,
} from '../testing/signed-requests.ts';
import { anSms, anSmsStatus, aWhatsAppMessage } from '../testing/twilio-fixtures.ts';
import type { CallbackAnswer, CallbackRequest } from './callback-request.ts';
import { spoolCallback } from './spool/spool-callback.ts';
import { parseSpoolMessage } from './spool/spool-message.ts';

const receivedAt = toIso(NOW);
const requests: Readonly<Record<CallbackRequest['route'], CallbackRequest>> = {
  sms: twilioRequest({ route: 'sms', form: anSms(), receivedAt }).callback,
  whatsapp: twilioRequest({ route: 'whatsapp', form: aWhatsAppMessage(), receivedAt }).callback,
  email: sendGridRequest({ parts: aMail(), receivedAt }).callback,
  'twilio-status': twilioRequest({ route: 'twilio-status', form: anSmsStatus('delivered'), receivedAt })
    .callback,
  'resend-events': resendRequest({ event: aResendEvent('email.delivered'), receivedAt }).callback,
  'sendgrid-events': sendGridEventsRequest({ events: [aSendGridEvent('delivered')], receivedAt }).callback,
};
const forged = (request: CallbackRequest): CallbackRequest =>
  tampered(
    { http: { method: 'POST', path: '', headers: {}, body: Buffer.alloc(0) }, callback: request },
    Buffer.from('x=1'),
  ).callback;
const unreadable = {
  sms: twilioRequest({ route: 'sms', form: { From: '+14017122661' }, receivedAt }).callback,
  resend: resendRequest({ event: { type: 7 }, receivedAt }).callback,
  // Nothing in it says whom it is from, and its headers have no charset that could be read.
  email: sendGridRequest({ parts: [], receivedAt }).callback,
};
const TWIML = {
  status: 200,
  contentType: 'text/xml',
  body: expect.stringContaining('<Response></Response>'),
};
const SUCCESS = { status: 200, contentType: 'application/json', body: '{"success":true}' };

const codeOf = ({ body }: CallbackAnswer): string => problemSchema.parse(JSON.parse(body)).code;
const spooled = ({ spoolQueue }: CallbackSetup) =>
  spoolQueue.sent.map(({ MessageBody = '' }) => parseSpoolMessage(MessageBody));

describe('a genuine callback', () => {
  it.each(['sms', 'whatsapp'] as const)('of %s is answered in TwiML', async (route) => {
    expect(await setUpCallbacks().receiveCallback(requests[route])).toEqual(TWIML);
  });

  it('of a mail is answered in JSON', async () => {
    expect(await setUpCallbacks().receiveCallback(requests.email)).toEqual(SUCCESS);
  });

  it.each(['twilio-status', 'resend-events', 'sendgrid-events'] as const)(
    'of %s on no message of ours is 404',
    async (route) => {
      const answer = await setUpCallbacks().receiveCallback(requests[route]);

      expect(answer).toMatchObject({ status: 404, contentType: 'application/problem+json' });
      expect(codeOf(answer)).toBe('message_not_found');
    },
  );

  it('that is processed is neither spooled nor quarantined', async () => {
    const setup = setUpCallbacks();
    await setup.receiveCallback(requests.sms);

    expect(setup.spoolQueue.sent).toEqual([]);
    expect(setup.quarantined()).toEqual([]);
    expect(setup.messages()).toHaveLength(1);
  });
});

describe('a callback that is not proven genuine', () => {
  it.each([
    ['sms', 401],
    ['whatsapp', 401],
    ['twilio-status', 401],
    ['resend-events', 401],
    ['sendgrid-events', 401],
    ['email', 503],
  ] as const)('of %s is refused with %d', async (route, status) => {
    const setup = setUpCallbacks();
    const answer = await setup.receiveCallback(forged(requests[route]));

    expect(answer).toMatchObject({ status, contentType: 'application/problem+json' });
    expect(codeOf(answer)).toBe('signature_mismatch');
    expect(setup.messages()).toEqual([]);
  });

  it('is kept in quarantine with the step and the code', async () => {
    const setup = setUpCallbacks();
    await setup.receiveCallback({ ...requests.sms, headers: {} });

    expect(setup.quarantined()).toMatchObject([
      { step: 'verify', code: 'header_missing', bodyBytes: expect.any(Number) },
    ]);
  });

  it('is refused also when the quarantine does not take it', async () => {
    const setup = setUpCallbacks();
    setup.table.hooks.before = () => {
      throw new Error('Throttled');
    };

    expect(await setup.receiveCallback(forged(requests.sms))).toMatchObject({ status: 401 });
  });
});

describe('a genuine callback that cannot be read', () => {
  it.each(['sms', 'resend'] as const)('of %s is 400 and kept for a person to look at', async (name) => {
    const setup = setUpCallbacks();
    const answer = await setup.receiveCallback(unreadable[name]);

    expect(answer.status).toBe(400);
    expect(codeOf(answer)).toBe('callback_unreadable');
    expect(setup.quarantined()).toMatchObject([{ step: 'parse', code: 'callback_unreadable' }]);
    expect(setup.spoolQueue.sent).toEqual([]);
  });

  it('of a mail that nobody could read, nor would want to, is accepted though it is kept in part', async () => {
    const setup = setUpCallbacks();
    const parts = Array.from({ length: 8_000 }, () => ({ name: 'text', content: 'x' }));
    const { callback } = sendGridRequest({ parts, receivedAt });

    expect(await setup.receiveCallback(callback)).toEqual(SUCCESS);
    expect(setup.quarantined()).toMatchObject([{ step: 'parse', code: 'callback_too_complex' }]);
  });

  it('of a mail is accepted once it is kept, since a 4xx would destroy it', async () => {
    const setup = setUpCallbacks();
    const broken = {
      ...unreadable.email,
      headers: { ...unreadable.email.headers, 'content-type': 'text/plain' },
    };

    expect(await setup.receiveCallback(broken)).toEqual(SUCCESS);
    expect(setup.quarantined()).toMatchObject([{ step: 'parse' }]);
  });

  it('of a mail is 503 when it could not be kept', async () => {
    const setup = setUpCallbacks();
    const broken = {
      ...unreadable.email,
      headers: { ...unreadable.email.headers, 'content-type': 'text/plain' },
    };
    setup.table.hooks.before = () => {
      throw new Error('Throttled');
    };

    expect(await setup.receiveCallback(broken)).toMatchObject({ status: 503 });
  });
});

describe('a genuine callback that cannot be recorded', () => {
  it.each([
    ['sms', TWIML],
    ['whatsapp', TWIML],
    ['email', SUCCESS],
    ['twilio-status', SUCCESS],
    ['resend-events', SUCCESS],
    ['sendgrid-events', SUCCESS],
  ] as const)('of %s is spooled and answered as accepted', async (route, answer) => {
    const setup = setUpCallbacks();
    setup.table.hooks.before = () => {
      throw new Error('Throttled');
    };

    expect(await setup.receiveCallback(requests[route])).toEqual(answer);
    expect(spooled(setup)).toMatchObject([
      { verified: true, request: { requestId: requests[route].requestId } },
    ]);
  });

  it('is spooled when its queue is down', async () => {
    const setup = setUpCallbacks();
    setup.addConversation(aConversation({ tenantId: 'acme' }));
    setup.queue.hooks.before = () => {
      throw new Error('Out of reach');
    };

    expect(await setup.receiveCallback(requests.sms)).toEqual(TWIML);
    expect(spooled(setup)).toMatchObject([{ verified: true }]);
  });

  it('waits in the spool until the lease of the first try is over', async () => {
    const setup = setUpCallbacks();
    setup.table.hooks.before = () => {
      throw new Error('Throttled');
    };
    await setup.receiveCallback(requests.sms);

    expect(setup.spoolQueue.sent).toMatchObject([{ DelaySeconds: 15 }]);
  });

  it('in time is spooled', async () => {
    const setup = setUpCallbacks({ deadlineMs: 5 });
    setup.table.hooks.before = () => new Promise(() => undefined);

    expect(await setup.receiveCallback(requests.sms)).toEqual(TWIML);
    expect(spooled(setup)).toMatchObject([{ verified: true }]);
  });

  it('in the time that verification has left is spooled', async () => {
    const setup = setUpCallbacks({ deadlineMs: 60_000 });
    const { secretText } = setup.callbackState;
    Object.defineProperty(setup.callbackState, 'secretText', {
      get: () => {
        setup.time.advance(60_000);
        return secretText;
      },
    });
    setup.table.hooks.before = () => new Promise(() => undefined);

    expect(await setup.receiveCallback(requests.sms)).toEqual(TWIML);
  });

  it('is 503 when the spool does not take it either', async () => {
    const setup = setUpCallbacks();
    setup.table.hooks.before = () => {
      throw new Error('Throttled');
    };
    setup.spoolQueue.hooks.before = () => {
      throw new Error('Out of reach');
    };
    const answer = await setup.receiveCallback(requests.sms);

    expect(answer.status).toBe(503);
    expect(codeOf(answer)).toBe('unavailable');
  });

  it('whose failure comes after the deadline troubles nobody', async () => {
    const setup = setUpCallbacks({ deadlineMs: 5 });
    const { promise, reject } = Promise.withResolvers<void>();
    setup.table.hooks.before = () => promise;
    await setup.receiveCallback(requests.sms);
    reject(new Error('Too late'));
    await new Promise(setImmediate);

    expect(setup.spoolQueue.sent).toHaveLength(1);
  });
});

describe('a callback that cannot be verified because the secrets cannot be read', () => {
  it.each(['sms', 'email', 'resend-events'] as const)('of %s is spooled as unverified', async (route) => {
    const setup = setUpCallbacks();
    setup.callbackState.secretsDown = true;

    expect(await setup.receiveCallback(forged(requests[route]))).toMatchObject({ status: 200 });
    expect(spooled(setup)).toMatchObject([{ verified: false }]);
    expect(setup.messages()).toEqual([]);
  });

  it('is 503 when the spool does not take it', async () => {
    const setup = setUpCallbacks();
    setup.callbackState.secretsDown = true;
    setup.spoolQueue.hooks.before = () => {
      throw new Error('Out of reach');
    };

    expect(await setup.receiveCallback(requests.sms)).toMatchObject({ status: 503 });
  });
});

it('the spool is a queue of its own, without a message group', async () => {
  const setup = setUpCallbacks();
  await spoolCallback(
    { sqs: setup.spoolQueue.sqs, spoolQueueUrl: 'https://sqs.example/other' },
    { verified: false, request: requests.sms },
  );

  expect(setup.spoolQueue.sent).toEqual([
    { QueueUrl: 'https://sqs.example/other', MessageBody: expect.any(String), DelaySeconds: 15 },
  ]);
});
