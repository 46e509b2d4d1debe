import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { claimExternalId, putNewOutboundMessage } from '@switchyard/core/messages';
import { aMessageItem, NOW } from '@switchyard/core/testing';
import { type CallbackSetup, setUpCallbacks } from '../testing/callback-setup.ts';
import { aConversation, PERSON } from '../testing/message-setup.ts';
import { tampered, twilioRequest } from '../testing/signed-requests.ts';
import { anSqsRecord } from '../testing/sqs-record.ts';
import { anSms, anSmsStatus } from '../testing/twilio-fixtures.ts';
import { toSpoolMessage } from './spool/spool-message.ts';

const receivedAt = toIso(NOW);
const signed = twilioRequest({ route: 'sms', form: anSms(), receivedAt });
const SMS = signed.callback;
const FORGED = tampered(signed, Buffer.from('x=1')).callback;
const UNREADABLE = twilioRequest({ route: 'sms', form: { From: PERSON }, receivedAt }).callback;
const REPORT = twilioRequest({ route: 'twilio-status', form: anSmsStatus('delivered'), receivedAt }).callback;

const REPORTED_SID = String(anSmsStatus('delivered').MessageSid);
const received = (result: string) => ['CallbacksReceived', { provider: 'twilio', result }];
const ONE_SMS = ['MessagesReceived', { channel: 'sms' }];
const known = (setup: CallbackSetup) =>
  setup.addConversation(aConversation({ channel: 'sms', address: PERSON }));
const outage = (): never => {
  throw new Error('SQS is out of reach');
};
const down = (setup: CallbackSetup) => {
  setup.table.hooks.before = () => {
    throw new Error('The table is out of reach');
  };
};

describe('a callback is counted by its provider and what it came to:', () => {
  it('accepted', async () => {
    const setup = setUpCallbacks();
    known(setup);
    await setup.receiveCallback(SMS);

    expect(setup.counted).toEqual([ONE_SMS, received('accepted')]);
  });

  it('duplicate', async () => {
    const setup = setUpCallbacks();
    known(setup);
    await setup.receiveCallback(SMS);
    await setup.receiveCallback(SMS);

    expect(setup.counted).toEqual([ONE_SMS, received('accepted'), received('duplicate')]);
  });

  it('from an unknown sender', async () => {
    const setup = setUpCallbacks();
    await setup.receiveCallback(SMS);

    expect(setup.counted).toEqual([
      ['FallbacksSent'],
      ['UnknownSenders'],
      ONE_SMS,
      received('unknown_sender'),
    ]);
  });

  it('a report, by what became of the message, once however often it comes', async () => {
    const setup = setUpCallbacks({ endpoints: [] });
    const item = aMessageItem({ externalId: REPORTED_SID });
    await claimExternalId(setup.context, item, REPORTED_SID);
    await putNewOutboundMessage(setup.context, item);
    await setup.receiveCallback(REPORT);
    await setup.receiveCallback(REPORT);

    expect(setup.counted).toEqual([
      ['ReportsRecorded', { channel: 'sms', report: 'delivered' }],
      received('accepted'),
      received('duplicate'),
    ]);
  });

  it('on no message of ours', async () => {
    const setup = setUpCallbacks();
    await setup.receiveCallback(REPORT);

    expect(setup.counted).toEqual([received('no_match')]);
  });

  it('quarantined, and by the check that it did not pass', async () => {
    const setup = setUpCallbacks();
    await setup.receiveCallback(FORGED);
    await setup.receiveCallback(UNREADABLE);

    expect(setup.counted).toEqual([
      ['VerificationFailures', { step: 'signature_mismatch' }],
      received('quarantined'),
      ['VerificationFailures', { step: 'callback_unreadable' }],
      received('quarantined'),
    ]);
  });

  it('refused, where it could not be kept', async () => {
    const setup = setUpCallbacks();
    setup.table.hooks.before = () => {
      throw new Error('Throttled');
    };
    await setup.receiveCallback(FORGED);

    expect(setup.counted).toEqual([
      ['VerificationFailures', { step: 'signature_mismatch' }],
      received('refused'),
    ]);
  });

  it('spooled', async () => {
    const setup = setUpCallbacks();
    down(setup);
    await setup.receiveCallback(SMS);

    expect(setup.counted).toEqual([['CallbacksSpooled'], received('spooled')]);
  });

  it('lost, where the spool fails too', async () => {
    const setup = setUpCallbacks();
    down(setup);
    setup.spoolQueue.hooks.before = outage;
    await setup.receiveCallback(SMS);

    expect(setup.counted).toEqual([received('lost')]);
  });
});

describe('counted are as well', () => {
  it('each try to send to a queue that does not take it', async () => {
    const setup = setUpCallbacks();
    known(setup);
    setup.queue.hooks.before = outage;
    await setup.receiveCallback(SMS);

    expect(setup.counted).toEqual([['RoutingFailures'], ['CallbacksSpooled'], received('spooled')]);
  });

  it('what was spooled unverified and is not genuine, and no callback twice', async () => {
    const setup = setUpCallbacks();
    await setup.processSpool([anSqsRecord(toSpoolMessage(FORGED, false))]);

    expect(setup.counted).toEqual([['VerificationFailures', { step: 'signature_mismatch' }]]);
  });
});
