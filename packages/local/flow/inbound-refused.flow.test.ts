import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { queryPages } from '@switchyard/core/tables';
import {
  ACCOUNT_SID,
  aResendEvent,
  aWhatsAppMessage,
  resendRequest,
  type SignedRequest,
  tampered,
  twilioRequest,
} from '@switchyard/webhook-handler/testing';
import { neverLogged } from '../testing/canaries.ts';
import { type InboundFlow, newNumber, newSid, openInboundFlow } from '../testing/inbound-flow.ts';

let flow: InboundFlow;
beforeAll(async () => {
  flow = await openInboundFlow();
});
afterAll(() => flow.close());

const OTHER_TOKEN = neverLogged('Twilio auth token', 'f00dfeedf00dfeedf00dfeedf00dfeed');
const newAccount = (): string => `AC${randomBytes(16).toString('hex')}`;

const whatsApp = (
  changes: Record<string, string> = {},
  options: { authToken?: string; baseUrl?: string } = {},
) =>
  twilioRequest({
    route: 'whatsapp',
    baseUrl: flow.hooksUrl,
    form: aWhatsAppMessage({ From: `whatsapp:${newNumber()}`, MessageSid: newSid(), ...changes }),
    ...options,
  });
const resend = (signedAt: Date) =>
  resendRequest({ baseUrl: flow.hooksUrl, event: aResendEvent('email.opened'), signedAt });

const without = ({ http, callback }: SignedRequest, name: string): SignedRequest => {
  const { [name]: _, ...headers } = http.headers;
  return { http: { ...http, headers }, callback };
};

/** `fetch` sets Host itself. */
async function postWithHost({ http }: SignedRequest, host: string): Promise<number | undefined> {
  const outgoing = httpRequest(`${flow.hooksUrl}${http.path}`, {
    method: 'POST',
    headers: { ...http.headers, host },
  });
  outgoing.end(http.body);
  const [response]: IncomingMessage[] = await once(outgoing, 'response');
  response?.resume();
  return response?.statusCode;
}

describe('a callback that is not proven genuine', () => {
  const refused: { readonly id: string; readonly code: string }[] = [];

  it.each([
    [
      'Twilio, with a token that is not ours',
      () => whatsApp({}, { authToken: OTHER_TOKEN }),
      'signature_mismatch',
    ],
    [
      'Twilio, for an account that is not ours',
      () => whatsApp({ AccountSid: newAccount() }),
      'signature_mismatch',
    ],
    [
      'Twilio, for another URL',
      () => whatsApp({}, { baseUrl: 'https://hooks.example.com' }),
      'signature_mismatch',
    ],
    ['Twilio, unsigned', () => without(whatsApp(), 'X-Twilio-Signature'), 'header_missing'],
    [
      'Twilio, with another body',
      () => tampered(whatsApp(), Buffer.from(`AccountSid=${ACCOUNT_SID}&Body=pay`)),
      'signature_mismatch',
    ],
    [
      'Resend, with another body',
      () => tampered(resend(new Date()), Buffer.from('{}')),
      'signature_mismatch',
    ],
    ['Resend, of six minutes ago', () => resend(new Date(Date.now() - 360_000)), 'timestamp_too_old'],
    ['Resend, unsigned', () => without(resend(new Date()), 'svix-signature'), 'header_missing'],
  ])('is refused: %s', async (_name, make, code) => {
    const { status, text, contentType, requestId } = await flow.post(make());
    expect({ status, contentType }).toMatchObject({
      status: 401,
      contentType: expect.stringContaining('application/problem+json'),
    });
    expect(JSON.parse(text)).toMatchObject({ status: 401, code, request_id: requestId });
    refused.push({ id: requestId, code });
  });

  it('is kept, with the step that failed and why', async () => {
    const { requests } = await flow.cli('quarantine', 'list', '--limit', '1000');
    expect(refused).toHaveLength(8);
    expect(requests).toEqual(
      expect.arrayContaining(refused.map((each) => expect.objectContaining({ ...each, step: 'verify' }))),
    );
  });

  it('does not become genuine by the headers that a client chooses', async () => {
    const signedForOther = whatsApp({}, { baseUrl: 'http://evil.example.com' });
    // Not Host: API Gateway answers to its own names only, which the local stack does not check.
    const spoofed = {
      'x-forwarded-host': 'evil.example.com',
      'x-forwarded-proto': 'http',
      'x-original-host': 'evil.example.com',
      forwarded: 'host=evil.example.com;proto=http',
    };
    expect((await flow.post(signedForOther, spoofed)).status).toBe(401);
  });

  it('and one that is stays so whatever they say', async () => {
    const spoofed = { 'x-forwarded-host': 'evil.example.com', 'x-forwarded-proto': 'http' };
    expect((await flow.post(whatsApp(), spoofed)).status).toBe(200);
    expect(await postWithHost(whatsApp(), 'evil.example.com')).toBe(200);
  });

  it('is let in once the secret is put right, with all that follows from it', async () => {
    const [AccountSid, number, MessageSid] = [newAccount(), newNumber(), newSid()];
    const id = await flow.putConversation('whatsapp', number);
    const changes = { AccountSid, MessageSid, From: `whatsapp:${number}` };
    const answer = await flow.post(whatsApp(changes, { authToken: OTHER_TOKEN }));
    expect(answer.status).toBe(401);

    const { requests } = await flow.cli(
      'quarantine',
      'list',
      '--code',
      'signature_mismatch',
      '--limit',
      '1000',
    );
    expect(requests).toContainEqual(
      expect.objectContaining({ id: answer.requestId, route: 'whatsapp', step: 'verify' }),
    );
    expect(JSON.stringify(requests)).not.toContain(number.slice(1));
    const shown = await flow.cli('quarantine', 'show', answer.requestId, '--body');
    expect(shown).toMatchObject({ body: expect.stringContaining(MessageSid), path: '/whatsapp' });

    const release = () => flow.cliWith('', 'quarantine', 'release', answer.requestId);
    await expect(release()).rejects.toMatchObject({ stdout: expect.stringContaining('signature_mismatch') });
    expect(await flow.cli('conversations', 'show', id)).toMatchObject({ status: 'open', messages: [] });

    const set = ['secrets', 'set', 'twilio', '--account-sid', AccountSid, '--auth-token-stdin'];
    expect(await flow.cliWith(OTHER_TOKEN, ...set)).toMatchObject({ accepted: 1, changed: true });
    expect(await release()).toMatchObject({ released: 1, results: [{ result: 'accepted' }] });
    expect(await flow.cli('conversations', 'show', id)).toMatchObject({
      status: 'user_reply_received',
      messages: [{ message_id: MessageSid, request_id: answer.requestId, routed_at: expect.any(String) }],
    });
    await expect(release()).rejects.toMatchObject({ stdout: expect.stringContaining('not_found') });
    // It starts the CLI eight times, each a program of its own.
  });

  it('that is genuine but unreadable is refused and kept as well', async () => {
    const { status, requestId } = await flow.post(
      whatsApp({ MessageSid: '', SmsSid: '', SmsMessageSid: '' }),
    );
    expect(status).toBe(400);
    expect(await flow.cli('quarantine', 'show', requestId)).toMatchObject({
      step: 'parse',
      code: 'callback_unreadable',
    });
  });
});

describe('a flood of forged requests', () => {
  const large = Buffer.alloc(300_000, 'x');
  const forged = (headers: Record<string, string>): SignedRequest => {
    const { http, callback } = whatsApp();
    return { http: { ...http, headers: { ...http.headers, ...headers }, body: large }, callback };
  };
  const bytesOf = async (requestIds: readonly string[]): Promise<number> => {
    const day = new Date().toISOString().slice(0, 10);
    let bytes = 0;
    for (const shard of ['', '#1', '#2', '#3', '#4', '#5', '#6', '#7']) {
      const pages = queryPages(flow.documents, {
        TableName: flow.local.tables.Events,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `QUARANTINE#${day}${shard}` },
      });
      for await (const { Items = [] } of pages)
        for (const { id, body } of Items) if (requestIds.includes(String(id))) bytes += Number(body.length);
    }
    return bytes;
  };

  it.each([
    ['that look signed', {}],
    ['that do not even look signed', { 'X-Twilio-Signature': 'forged-signature' }],
  ])('%s stores little, and what is genuine but for our secret is still kept', async (_, headers) => {
    const from = { 'x-forwarded-for': `198.51.${randomBytes(1)[0]}.7` };
    const flood = await Promise.all(Array.from({ length: 80 }, () => flow.post(forged(headers), from)));
    expect(new Set(flood.map(({ status }) => status))).toEqual(new Set([401]));
    expect(await bytesOf(flood.map(({ requestId }) => requestId))).toBeLessThanOrEqual(80 * 1_024);

    const genuine = whatsApp({}, { authToken: OTHER_TOKEN });
    for (const sender of [from, { 'x-forwarded-for': '203.0.113.9' }]) {
      const { requestId } = await flow.post(genuine, sender);
      expect(await flow.cli('quarantine', 'show', requestId)).toMatchObject({
        step: 'verify',
        body_bytes: genuine.http.body.length,
      });
      expect(await bytesOf([requestId])).toBe(genuine.http.body.length);
    }
  });
});
