import { describe, expect, it } from '@jest/globals';
import { toIso } from '@switchyard/core/clock';
import { DAY_MS, NOW } from '@switchyard/core/testing';
import { type CallbackSetup, setUpCallbacks } from '../../testing/callback-setup.ts';
import { aConversation } from '../../testing/message-setup.ts';
import { providerSecrets, RESEND_SECRET } from '../../testing/provider-secrets.ts';
import { aResendEvent } from '../../testing/resend-fixtures.ts';
import { resendRequest, twilioRequest } from '../../testing/signed-requests.ts';
import { anSms } from '../../testing/twilio-fixtures.ts';
import type { CallbackRequest } from '../callback-request.ts';

const receivedAt = toIso(NOW);
const NEW_TOKEN = 'ffff29b7d5e4f60918273645a5b6c7d0';
const SID = anSms().AccountSid ?? '';
const SIGNED_WITH_NEW = twilioRequest({
  route: 'sms',
  form: anSms(),
  receivedAt,
  authToken: NEW_TOKEN,
}).callback;

const releaseIt = (
  setup: CallbackSetup,
  { requestId }: Pick<CallbackRequest, 'requestId'> = SIGNED_WITH_NEW,
) => setup.release({ receivedAt, id: requestId });

/** A genuine request that was refused because our secret was wrong. */
async function setUpRefused(request: CallbackRequest = SIGNED_WITH_NEW) {
  const setup = setUpCallbacks();
  setup.addConversation(aConversation());
  expect((await setup.receiveCallback(request)).status).toBe(401);
  return setup;
}

/** The operator corrects it; what was read before is too old by then. */
function correctSecret({ callbackState, time }: CallbackSetup): void {
  callbackState.secretText = JSON.stringify(
    providerSecrets({ twilio: { accounts: { [SID]: [NEW_TOKEN] } } }),
  );
  time.advance(30_000);
}

describe('release', () => {
  it('processes what is proven genuine with the secrets of now, and takes it out of quarantine', async () => {
    const setup = await setUpRefused();
    correctSecret(setup);

    expect(await releaseIt(setup)).toEqual({ released: true, result: 'accepted' });
    expect(setup.contexts()).toMatchObject([{ message: { timestamp: receivedAt } }]);
    expect(setup.quarantined()).toEqual([]);
  });

  it('processes what is proven genuine with the public URL of now', async () => {
    const baseUrl = 'https://other.example.com/hooks';
    const request = twilioRequest({ route: 'sms', form: anSms(), receivedAt, baseUrl }).callback;
    const setup = await setUpRefused({ ...request, publicUrls: ['https://wrong.example.com/sms'] });
    setup.callbackState.baseUrl = baseUrl;

    expect(await releaseIt(setup, request)).toEqual({ released: true, result: 'accepted' });
  });

  it('measures the age of a signature at the time of arrival', async () => {
    const secret = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
    const event = aResendEvent('contact.created');
    const request = resendRequest({ event, receivedAt, secrets: [secret] }).callback;
    const setup = await setUpRefused(request);
    setup.callbackState.secretText = JSON.stringify(
      providerSecrets({ resend: { signingSecrets: [RESEND_SECRET, secret] } }),
    );
    setup.time.advance(3 * DAY_MS);

    expect(await releaseIt(setup, request)).toMatchObject({ released: true });
  });

  it('that is asked for twice finds nothing the second time', async () => {
    const setup = await setUpRefused();
    correctSecret(setup);
    await releaseIt(setup);

    expect(await releaseIt(setup)).toEqual({ released: false, reason: 'not_found' });
    expect(setup.queue.sent).toHaveLength(1);
  });

  it('that is asked for twice at once routes it once', async () => {
    const setup = await setUpRefused();
    correctSecret(setup);
    setup.state.onSleep = () => new Promise((resolve) => setImmediate(() => resolve()));
    await Promise.all([releaseIt(setup), releaseIt(setup)]);

    expect(setup.queue.sent).toHaveLength(1);
    expect(setup.quarantined()).toEqual([]);
  });

  it('that fails leaves it in quarantine', async () => {
    const setup = await setUpRefused();
    correctSecret(setup);
    setup.queue.hooks.before = () => {
      throw new Error('Out of reach');
    };

    await expect(releaseIt(setup)).rejects.toThrow('Out of reach');
    expect(setup.quarantined()).toHaveLength(1);
  });
});

describe('what is not released, and stays', () => {
  it('is what is still not proven genuine', async () => {
    const setup = await setUpRefused();

    expect(await releaseIt(setup)).toEqual({ released: false, reason: 'signature_mismatch' });
    expect(setup.quarantined()).toHaveLength(1);
    expect(setup.messages()).toEqual([]);
  });

  it('is what was cut', async () => {
    const setup = await setUpRefused({ ...SIGNED_WITH_NEW, rawBody: Buffer.alloc(400_000, 'x') });
    correctSecret(setup);

    expect(await releaseIt(setup)).toEqual({ released: false, reason: 'body_was_cut' });
    expect(setup.quarantined()).toHaveLength(1);
  });

  it('is what has expired, whether or not DynamoDB has deleted it', async () => {
    const setup = await setUpRefused();
    correctSecret(setup);
    setup.time.advance(7 * DAY_MS);

    expect(await releaseIt(setup)).toEqual({ released: false, reason: 'not_found' });
    expect(setup.messages()).toEqual([]);
  });

  it('is what still cannot be read', async () => {
    const setup = setUpCallbacks();
    const request = twilioRequest({ route: 'sms', form: { From: '+14017122661' }, receivedAt }).callback;
    await setup.receiveCallback(request);

    expect(await releaseIt(setup, request)).toEqual({ released: false, reason: 'callback_unreadable' });
    expect(setup.quarantined()).toHaveLength(1);
  });
});

describe('verify', () => {
  const verifyIt = (setup: CallbackSetup) => setup.reverify({ receivedAt, id: SIGNED_WITH_NEW.requestId });

  it('says whether it is genuine by now, and leaves it where it is', async () => {
    const setup = await setUpRefused();
    expect(await verifyIt(setup)).toEqual({ verified: false, reason: 'signature_mismatch' });
    correctSecret(setup);

    expect(await verifyIt(setup)).toEqual({ verified: true });
    expect(setup.contexts()).toEqual([]);
    expect(setup.quarantined()).toHaveLength(1);
    expect(await releaseIt(setup)).toMatchObject({ released: true });
    expect(await verifyIt(setup)).toEqual({ verified: false, reason: 'not_found' });
  });
});
