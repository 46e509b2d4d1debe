import { describe, expect, it } from '@jest/globals';
import { SignatureError } from '@switchyard/core/signatures';
import { createTestClock } from '@switchyard/core/testing';
import { AUTH_TOKEN, providerSecrets } from '../testing/provider-secrets.ts';
import { twilioRequest } from '../testing/signed-requests.ts';
import { anSms } from '../testing/twilio-fixtures.ts';
import { createProviderSecrets } from './provider-secrets.ts';
import { createProviders } from './providers/index.ts';
import { createVerifyCallback, type Verifiers } from './verify-callback.ts';

const NEW_TOKEN = 'ffff29b7d5e4f60918273645a5b6c7d0';
const GENUINE = twilioRequest({ route: 'sms', form: anSms() }).callback;
const FORGED = twilioRequest({ route: 'sms', form: anSms(), authToken: 'forged' }).callback;
const SIGNED_WITH_NEW = twilioRequest({ route: 'sms', form: anSms(), authToken: NEW_TOKEN }).callback;
const SID = anSms().AccountSid ?? '';
const withToken = (token: string) =>
  JSON.stringify(providerSecrets({ twilio: { accounts: { [SID]: [token] } } }));

function setUp(options: { enabled?: boolean; verify?: () => unknown } = {}) {
  const time = createTestClock();
  const state = { text: withToken(AUTH_TOKEN), isDown: false, reads: 0, checks: 0 };
  const secrets = createProviderSecrets(async () => {
    state.reads += 1;
    if (state.isDown) throw new Error('Out of reach');
    return state.text;
  }, time.clock);
  const providers = createProviders({ legacyTwilioStatusSignature: false, legacyResendSignature: false });
  const sms: Verifiers['sms'] = {
    verify: (request, current) => {
      state.checks += 1;
      (options.verify ?? (() => providers.sms.verify(request, current)))();
    },
  };
  const verify = createVerifyCallback({
    providers: { ...providers, sms },
    secrets,
    enabled: options.enabled ?? true,
  });
  return { verify, state, time };
}

describe('verification', () => {
  it('lets a genuine request through', async () => {
    const { verify, state } = setUp();

    expect(await verify(GENUINE)).toBeUndefined();
    expect(state).toMatchObject({ reads: 1, checks: 1 });
  });

  it('says why a forged one is refused', async () => {
    expect(await setUp().verify(FORGED)).toMatchObject({ code: 'signature_mismatch' });
  });

  it('reads the secrets anew after a failure, so that rotation needs no waiting', async () => {
    const { verify, state, time } = setUp();
    await verify(GENUINE);
    state.text = withToken(NEW_TOKEN);
    time.advance(30_000);

    expect(await verify(SIGNED_WITH_NEW)).toBeUndefined();
    expect(state.reads).toBe(2);
  });

  it('reads them at most every 30 s, however many requests are forged', async () => {
    const { verify, state, time } = setUp();
    await verify(GENUINE);
    time.advance(30_000);
    for (let n = 0; n < 10; n += 1) await verify(FORGED);
    expect(state.reads).toBe(2);

    time.advance(30_000);
    await verify(FORGED);
    expect(state.reads).toBe(3);
  });

  it('is not done again with the same secrets', async () => {
    const { verify, state, time } = setUp();
    await verify(FORGED);
    time.advance(30_000);
    await verify(FORGED);

    expect(state).toMatchObject({ reads: 2, checks: 2 });
  });

  it.each([
    ['an error of another kind', new TypeError('Cannot read properties of undefined')],
    ['something that is no error', 'no error'],
    ['nothing', undefined],
  ])('refuses when the verifier throws %s', async (_, thrown) => {
    const { verify } = setUp({
      verify: () => {
        throw thrown;
      },
    });

    expect(await verify(GENUINE)).toBeInstanceOf(SignatureError);
  });

  it('tells nothing when the secrets cannot be read', async () => {
    const { verify, state } = setUp();
    state.isDown = true;

    await expect(verify(GENUINE)).rejects.toThrow('Out of reach');
  });

  it('tells nothing when they cannot be read anew: they may have been rotated', async () => {
    const { verify, state, time } = setUp();
    await verify(GENUINE);
    state.isDown = true;
    time.advance(30_000);

    await expect(verify(SIGNED_WITH_NEW)).rejects.toThrow('Out of reach');
  });

  it('refuses everything while no secret is configured', async () => {
    const { verify, state } = setUp();
    state.text = '{}';

    expect(await verify(GENUINE)).toMatchObject({ code: 'no_secret' });
  });

  it('that is switched off lets everything through and reads no secret', async () => {
    const { verify, state } = setUp({ enabled: false });
    state.isDown = true;

    expect(await verify(FORGED)).toBeUndefined();
    expect(state.reads).toBe(0);
  });
});
