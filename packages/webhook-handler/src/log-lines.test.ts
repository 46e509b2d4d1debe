import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { anEndpoint, NOW } from '@switchyard/core/testing';
import * as z from 'zod';
import { type CallbackSetup, setUpCallbacks } from '../testing/callback-setup.ts';
import { aConversation, PERSON } from '../testing/message-setup.ts';
import { tampered, twilioRequest } from '../testing/signed-requests.ts';
import { anSqsRecord } from '../testing/sqs-record.ts';
import { anSms } from '../testing/twilio-fixtures.ts';
import { toSpoolMessage } from './spool/spool-message.ts';

const signed = twilioRequest({ route: 'sms', form: anSms(), receivedAt: toIso(NOW) });
const SMS = signed.callback;
const FORGED = tampered(signed, Buffer.from('x=1')).callback;

const callback = { requestId: SMS.requestId, route: 'sms', provider: 'twilio' };

function linesOf({ logs }: CallbackSetup, msg: string) {
  return logs
    .text()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)))
    .filter((line) => line.msg === msg);
}

const eventId = expect.stringMatching(/^evt_/);
const known = (setup: CallbackSetup) =>
  setup.addConversation(aConversation({ channel: 'sms', address: PERSON, tenantId: 'acme' }));

describe('the log of a callback names', () => {
  it('the conversation that it belongs to, the tenant, and the event made of it', async () => {
    const setup = setUpCallbacks({ endpoints: [anEndpoint()] });
    known(setup);
    await setup.receiveCallback(SMS);

    const { requestId, provider } = callback;
    const of = { requestId, provider, tenantId: 'acme', eventId };
    expect(linesOf(setup, 'event')).toEqual([
      expect.objectContaining({ ...of, correlationId: requestId, outcome: 'emitted' }),
    ]);
    expect(linesOf(setup, 'callback')).toEqual([
      expect.objectContaining({ ...of, conversationId: 'c-1', channel: 'sms', outcome: 'replies' }),
    ]);
  });

  it('the provider and the route of one that is put into quarantine', async () => {
    const setup = setUpCallbacks();
    await setup.receiveCallback(FORGED);

    expect(linesOf(setup, 'quarantine')).toEqual([
      expect.objectContaining({ ...callback, step: 'verify', code: 'signature_mismatch', outcome: 'kept' }),
    ]);
  });

  it('the same of one that is spooled, and of one that comes back to the spool', async () => {
    const setup = setUpCallbacks();
    setup.table.hooks.before = () => {
      throw new Error('Throttled');
    };
    await setup.receiveCallback(SMS);
    await setup.processSpool([anSqsRecord(toSpoolMessage(SMS, true), 'm-1')]);

    expect(linesOf(setup, 'callback')).toEqual([
      expect.objectContaining({ ...callback, outcome: 'spooled' }),
      expect.objectContaining({ ...callback, messageId: 'm-1', outcome: 'comes_back' }),
    ]);
  });

  it('the request that a fallback answers', async () => {
    const setup = setUpCallbacks();
    await setup.receiveCallback(SMS);

    expect(linesOf(setup, 'fallback')).toEqual([
      expect.objectContaining({ requestId: SMS.requestId, provider: 'twilio', outcome: 'sent' }),
    ]);
  });
});
