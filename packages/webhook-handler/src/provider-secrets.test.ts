import { describe, expect, it } from '@jest/globals';
import { createTestClock } from '@switchyard/core/testing';
import { ACCOUNT_SID, AUTH_TOKEN, providerSecrets } from '../testing/provider-secrets.ts';
import { createProviderSecrets } from './provider-secrets.ts';

const CANARY = 'canary-7f3a';

function setUp(text: string | (() => string)) {
  const time = createTestClock();
  let reads = 0;
  const secrets = createProviderSecrets(async () => {
    reads += 1;
    return typeof text === 'string' ? text : text();
  }, time.clock);
  return { secrets, time, reads: () => reads };
}

/** What is thrown, as a log would show it. */
async function errorOf(text: string): Promise<string> {
  const error: unknown = await setUp(text)
    .secrets.get()
    .then((secrets) => Object.values(secrets))
    .catch((thrown: unknown) => thrown);
  if (!(error instanceof Error)) throw new Error('Nothing was thrown');
  return JSON.stringify([error.message, error.stack, String(error.cause), { ...error }]);
}

describe('provider secrets', () => {
  it('are read once in five minutes', async () => {
    const { secrets, time, reads } = setUp(JSON.stringify(providerSecrets()));
    const first = await secrets.get();
    time.advance(5 * 60_000 - 1);

    expect(await secrets.get()).toBe(first);
    expect(reads()).toBe(1);
    time.advance(1);
    await secrets.get();
    expect(reads()).toBe(2);
  });

  it('are the same object when reading them anew changed nothing', async () => {
    const { secrets, time } = setUp(JSON.stringify(providerSecrets()));
    const first = await secrets.get();
    time.advance(30_000);

    expect(await secrets.refetch()).toBe(first);
  });

  it('may be empty, as after the first deployment', async () => {
    expect(await setUp('{"placeholder":"x"}').secrets.get()).toEqual({});
  });

  it('are asked for again after a failure', async () => {
    let isDown = true;
    const { secrets } = setUp(() => {
      if (isDown) throw new Error('Out of reach');
      return '{}';
    });
    await expect(secrets.get()).rejects.toThrow('Out of reach');
    isDown = false;

    expect(await secrets.get()).toEqual({});
  });
});

describe('provider secrets that are not as described', () => {
  it.each([
    ['no text', ''],
    ['text that is no JSON', `{"twilio": ${CANARY}`],
    ['no object', `"${CANARY}"`],
    ['a value of another type', JSON.stringify({ resend: { signingSecrets: CANARY } })],
    ['an empty secret', JSON.stringify({ resend: { signingSecrets: [''], apiKey: CANARY } })],
    [
      'a token where the account SID belongs',
      JSON.stringify({ twilio: { accounts: { [CANARY]: [ACCOUNT_SID] } } }),
    ],
    ['an account without tokens', JSON.stringify({ twilio: { accounts: { [ACCOUNT_SID]: [] } }, x: CANARY })],
  ])('are refused without being quoted: %s', async (_, text) => {
    const error = await errorOf(text);
    expect(error).toContain('provider_secrets_invalid');
    expect(error).not.toContain(CANARY);
    expect(error).not.toContain(AUTH_TOKEN);
  });

  it('take no other provider with them', async () => {
    const { sendgrid: _, ...others } = providerSecrets();
    const { secrets } = setUp(JSON.stringify({ ...others, sendgrid: { basicAuth: [CANARY, ''] } }));
    const { twilio, resend } = await secrets.get();
    expect({ twilio, resend }).toEqual(others);
    await expect(secrets.get().then(({ sendgrid }) => sendgrid)).rejects.toThrow('sendgrid.basicAuth.1');
  });

  it('are named by their fields', async () => {
    expect(await errorOf('{"twilio":{"accounts":{"x":["y"]}}}')).toContain('twilio.accounts.<account SID>');
    expect(await errorOf('{"resend":{"signingSecrets":[""]}}')).toContain('resend.signingSecrets.0');
  });
});
