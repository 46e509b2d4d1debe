import { describe, expect, it } from '@jest/globals';
import { anEndpoint } from '@switchyard/core/testing';
import { setUpCallbacks } from '../testing/callback-setup.ts';
import { aMail, OUR_MAILBOX } from '../testing/mail-fixtures.ts';
import { ACCOUNT_SID, AUTH_TOKEN, providerSecrets } from '../testing/provider-secrets.ts';
import { sendGridRequest, twilioRequest } from '../testing/signed-requests.ts';
import { anSqsRecord } from '../testing/sqs-record.ts';
import { anSms, OUR_NUMBER } from '../testing/twilio-fixtures.ts';
import { toSpoolMessage } from './spool/spool-message.ts';

const OURS = providerSecrets();
const restricted = (tenants: readonly string[]) =>
  JSON.stringify({
    twilio: { accounts: { [ACCOUNT_SID]: [AUTH_TOKEN] }, tenants: { [ACCOUNT_SID]: tenants } },
    sendgrid: { ...OURS.sendgrid, tenants: { default: tenants } },
  });

/** The number and the mailbox are acme's; the accounts speak for globex. */
function setUp() {
  const setup = setUpCallbacks({ endpoints: ['acme', 'globex'].map((tenantId) => anEndpoint({ tenantId })) });
  setup.ownAddress('acme', 'sms', OUR_NUMBER);
  setup.ownAddress('acme', 'email', OUR_MAILBOX);
  setup.callbackState.secretText = restricted(['globex']);
  return setup;
}
const receivedAt = new Date(setUpCallbacks().time.clock()).toISOString();
const sms = () => twilioRequest({ route: 'sms', form: anSms(), receivedAt }).callback;
const mail = () => sendGridRequest({ parts: aMail(), receivedAt }).callback;

describe('a genuine message of an account that may not speak for the tenant', () => {
  it.each([
    ['sms', sms, 403],
    ['email', mail, 200],
  ] as const)('on %s is kept and no event', async (route, request, status) => {
    const setup = setUp();

    expect(await setup.receiveCallback(request())).toMatchObject({ status });
    expect(setup.quarantined()).toMatchObject([
      { step: 'account', code: 'account_not_allowed', request: { route } },
    ]);
    expect(setup.messages()).toEqual([]);
    expect(setup.events()).toEqual([]);
  });

  it('is let in once the list is right, and not before', async () => {
    const setup = setUp();
    const request = sms();
    await setup.receiveCallback(request);
    const held = { receivedAt: request.receivedAt, id: request.requestId };

    expect(await setup.release(held)).toEqual({ released: false, reason: 'account_not_allowed' });
    setup.callbackState.secretText = restricted(['globex', 'acme']);
    setup.time.advance(600_000);
    expect(await setup.release(held)).toEqual({ released: true, result: 'unknown_sender' });
    expect(setup.emitted()).toMatchObject([{ tenantId: 'acme' }]);
    expect(setup.quarantined()).toEqual([]);
  });

  it('is kept also when it was spooled before anybody could tell', async () => {
    const setup = setUp();

    expect(await setup.processSpool([anSqsRecord(toSpoolMessage(sms(), false))])).toEqual({
      batchItemFailures: [],
    });
    expect(setup.quarantined()).toMatchObject([{ step: 'account' }]);
    expect(setup.events()).toEqual([]);
  });

  it('is spooled with what was proven about it', async () => {
    const setup = setUp();
    setup.table.hooks.before = ({ operation }) => {
      if (operation === 'batchGet') throw new Error('Throttled');
    };
    expect(await setup.receiveCallback(sms())).toMatchObject({ status: 200 });
    setup.table.hooks.before = () => undefined;

    const [message] = setup.spoolQueue.sent;
    expect(JSON.parse(message?.MessageBody ?? '')).toMatchObject({
      verified: true,
      request: { account: { id: ACCOUNT_SID, tenants: ['globex'] } },
    });
  });
});
