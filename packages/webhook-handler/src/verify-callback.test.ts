import { describe, expect, it } from '@jest/globals';
import { createTestClock } from '@switchyard/core/testing';
import { AUTH_TOKEN, providerSecrets } from '../testing/provider-secrets.ts';
import { twilioRequest } from '../testing/signed-requests.ts';
import { anSms } from '../testing/twilio-fixtures.ts';
import type { CallbackRequest } from './callback-request.ts';
import { createProviderSecrets } from './provider-secrets.ts';
import { proveGenuine } from './verified-request.ts';
import { verifyCallback } from './verify-callback.ts';

const NEW_TOKEN = 'ffff29b7d5e4f60918273645a5b6c7d0';
const GENUINE = twilioRequest({ route: 'sms', form: anSms() }).callback;
const FORGED = twilioRequest({ route: 'sms', form: anSms(), authToken: 'forged' }).callback;
const SIGNED_WITH_NEW = twilioRequest({ route: 'sms', form: anSms(), authToken: NEW_TOKEN }).callback;
const SID = anSms().AccountSid ?? '';
const withToken = (token: string) =>
  JSON.stringify(providerSecrets({ twilio: { accounts: { [SID]: [token] } } }));

function setUp({ verifySignatures = true } = {}) {
  const time = createTestClock();
  const state = { text: withToken(AUTH_TOKEN), isDown: false, reads: 0 };
  const providerSecrets = createProviderSecrets(async () => {
    state.reads += 1;
    if (state.isDown) throw new Error('Out of reach');
    return state.text;
  }, time.clock);
  const context = { providerSecrets, verifySignatures, legacySignatureRoutes: [] };
  return { verify: (request: CallbackRequest) => verifyCallback(context, request), state, time };
}

const mismatch = expect.objectContaining({ name: 'SignatureError', code: 'signature_mismatch' });

describe('verification', () => {
  it('lets a genuine request through', async () => {
    const { verify, state } = setUp();

    expect(await verify(GENUINE)).toEqual({ ...GENUINE, account: { id: SID } });
    expect(state.reads).toBe(1);
  });

  it('says why a forged one is refused', async () => {
    await expect(setUp().verify(FORGED)).rejects.toEqual(mismatch);
  });

  it('reads the secrets anew after a failure, so that rotation needs no waiting', async () => {
    const { verify, state, time } = setUp();
    await verify(GENUINE);
    state.text = withToken(NEW_TOKEN);
    time.advance(30_000);

    expect(await verify(SIGNED_WITH_NEW)).toEqual({ ...SIGNED_WITH_NEW, account: { id: SID } });
    expect(state.reads).toBe(2);
  });

  it('reads them at most every 30 s, however many requests are forged', async () => {
    const { verify, state, time } = setUp();
    await verify(GENUINE);
    time.advance(30_000);
    for (let n = 0; n < 10; n += 1) await expect(verify(FORGED)).rejects.toEqual(mismatch);
    expect(state.reads).toBe(2);

    time.advance(30_000);
    await expect(verify(FORGED)).rejects.toEqual(mismatch);
    expect(state.reads).toBe(3);
  });

  it('is not done again with the same secrets', async () => {
    const { verify, state, time } = setUp();
    let looks = 0;
    const request: CallbackRequest = {
      ...FORGED,
      get publicUrls() {
        looks += 1;
        return FORGED.publicUrls;
      },
    };
    await expect(verify(request)).rejects.toEqual(mismatch);
    const looksOfOneCheck = looks;
    time.advance(30_000);
    await expect(verify(request)).rejects.toEqual(mismatch);

    expect(state.reads).toBe(2);
    expect(looks).toBe(2 * looksOfOneCheck);
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

    await expect(verify(GENUINE)).rejects.toMatchObject({ code: 'no_secret' });
  });

  it('that is switched off lets everything through and reads no secret', async () => {
    const { verify, state } = setUp({ verifySignatures: false });
    state.isDown = true;

    expect(await verify(FORGED)).toEqual({ ...FORGED, account: {} });
    expect(state.reads).toBe(0);
  });
});

describe('a request is not proven genuine when its verifier throws', () => {
  it.each([
    ['an error of another kind', new TypeError('Cannot read properties of undefined')],
    ['something that is no error', 'no error'],
    ['nothing', undefined],
  ])('%s', (_, thrown) => {
    const verify = () => {
      throw thrown;
    };
    expect(() => proveGenuine(GENUINE, verify)).toThrow(
      expect.objectContaining({ name: 'SignatureError', code: 'header_malformed' }),
    );
  });
});

it('a request that is not verified does not compile where one that is is asked for', () => {
  const asksForVerified = (_: Awaited<ReturnType<typeof verifyCallback>>): void => undefined;
  // @ts-expect-error: no brand
  asksForVerified(FORGED);
});
