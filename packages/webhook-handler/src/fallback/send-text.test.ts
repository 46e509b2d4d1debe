import { describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '@switchyard/core/conversations';
import type { ProviderSecrets } from '@switchyard/core/providers';
import { anInboundMessage, NUMBER, PERSON } from '../../testing/message-setup.ts';
import { ACCOUNT_SID, AUTH_TOKEN, providerSecrets, RESEND_SECRET } from '../../testing/provider-secrets.ts';
import { type SendTextContext, sendText } from './send-text.ts';

const API_KEY = 're_a1b2c3';
const SECRETS = providerSecrets({ resend: { signingSecrets: [RESEND_SECRET], apiKey: API_KEY } });

function setUp(options: { secrets?: ProviderSecrets; status?: number; fromEmail?: string } = {}) {
  const requests: { url: string; init: RequestInit }[] = [];
  const context: SendTextContext = {
    providerSecrets: { get: async () => options.secrets ?? SECRETS },
    twilioApiBaseUrl: 'https://twilio.example',
    resendApiBaseUrl: 'https://resend.example',
    fallbackFromEmail: options.fromEmail ?? 'Support <support@example.com>',
    fetch: async (url, init = {}) => {
      requests.push({ url: String(url), init });
      return new Response('{}', { status: options.status ?? 201 });
    },
  };
  return {
    sendText: (message: InboundMessage, text: string) => sendText(context, message, text),
    requests,
  };
}

const aText = (changes: Partial<InboundMessage> = {}) =>
  anInboundMessage({ details: { account_sid: ACCOUNT_SID }, ...changes });
const aMail = (details = {}) =>
  anInboundMessage({ provider: 'sendgrid', channel: 'email', from: 'ada@example.org', details });

describe('an answer by Twilio', () => {
  it('goes from the number that was written to, to the person', async () => {
    const { sendText, requests } = setUp();

    await sendText(aText(), 'Nobody & nothing');
    expect(requests).toMatchObject([
      {
        url: `https://twilio.example/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`,
        init: {
          method: 'POST',
          headers: {
            authorization: `Basic ${Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64')}`,
          },
        },
      },
    ]);
    expect(Object.fromEntries(new URLSearchParams(String(requests[0]?.init.body)))).toEqual({
      From: NUMBER,
      To: PERSON,
      Body: 'Nobody & nothing',
    });
  });

  it('has the prefix of WhatsApp on both addresses', async () => {
    const { sendText, requests } = setUp();

    await sendText(aText({ channel: 'whatsapp' }), 'Hello');
    expect(Object.fromEntries(new URLSearchParams(String(requests[0]?.init.body)))).toMatchObject({
      From: `whatsapp:${NUMBER}`,
      To: `whatsapp:${PERSON}`,
    });
  });

  it('has the prefix of RCS again, which the stored addresses lack', async () => {
    const { sendText, requests } = setUp();

    await sendText(
      aText({
        channel: 'whatsapp',
        details: { account_sid: ACCOUNT_SID, from_prefix: 'rcs', to_prefix: 'rcs' },
        to: 'acme_agent',
      }),
      'Hello',
    );
    expect(Object.fromEntries(new URLSearchParams(String(requests[0]?.init.body)))).toMatchObject({
      From: 'rcs:acme_agent',
      To: `rcs:${PERSON}`,
    });
  });

  it('is not sent from an account that is not ours', async () => {
    const { sendText, requests } = setUp();

    await expect(sendText(aText({ details: { account_sid: 'toString' } }), 'Hello')).rejects.toThrow(
      'no auth token',
    );
    expect(requests).toEqual([]);
  });
});

describe('an answer by Resend', () => {
  it('is a reply in the thread of the mail, marked as automatic', async () => {
    const { sendText, requests } = setUp();

    await sendText(aMail({ subject: 'Order', message_id: '<1@example.org>' }), 'Nobody');
    expect(requests).toMatchObject([
      { url: 'https://resend.example/emails', init: { headers: { authorization: `Bearer ${API_KEY}` } } },
    ]);
    expect(JSON.parse(String(requests[0]?.init.body))).toEqual({
      from: 'Support <support@example.com>',
      to: ['ada@example.org'],
      subject: 'Your mail to us',
      text: 'Nobody',
      headers: {
        'Auto-Submitted': 'auto-replied',
        'In-Reply-To': '<1@example.org>',
        References: '<1@example.org>',
      },
    });
  });

  it('has no word of the mail in it, whoever it is said to be from', async () => {
    const { sendText, requests } = setUp();

    await sendText(aMail({ subject: 'Win $1000', message_id: '<see https://evil.example>' }), 'Nobody');
    expect(String(requests[0]?.init.body)).not.toMatch(/Win|evil/);
  });

  it('is not sent without a sender', async () => {
    await expect(setUp({ fromEmail: '' }).sendText(aMail(), 'Nobody')).rejects.toThrow('FALLBACK_FROM_EMAIL');
  });

  it('is not sent without an API key', async () => {
    const { sendText } = setUp({ secrets: providerSecrets() });
    await expect(sendText(aMail(), 'Nobody')).rejects.toThrow('no Resend API key');
  });
});

it('what the provider does not take is an error that quotes nothing of it', async () => {
  await expect(setUp({ status: 400 }).sendText(aText(), 'Hello')).rejects.toThrow(
    /^The provider answered 400$/,
  );
});

it('the provider has a time limit, and leads nowhere else', async () => {
  const { sendText, requests } = setUp();

  await sendText(aText(), 'Hello');
  expect(requests[0]?.init).toMatchObject({ signal: expect.any(AbortSignal), redirect: 'error' });
});
