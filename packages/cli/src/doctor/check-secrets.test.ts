import { describe, expect, it } from '@jest/globals';
import type { ProviderSecrets } from '@switchyard/core/providers';
import { fakeSecretsManager } from '../../testing/fake-client.ts';
import { checkSecrets, providerFindings } from './check-secrets.ts';

const SID = `AC${'0'.repeat(32)}`;
const SIGNING_SECRET = 'whsec_c2VjcmV0IHZhbHVlIG9mIHRoZSB0ZXN0';

const troubles = (secrets: ProviderSecrets) =>
  providerFindings(secrets).filter(({ state }) => state === 'warn' || state === 'fail');

describe('secrets of the providers', () => {
  it('are counted; a provider that is not used is no trouble', () => {
    const twilio = { accounts: { [SID]: ['0123456789abcdef'] } };
    const resend = { signingSecrets: [SIGNING_SECRET], apiKey: 're_123' };
    expect(providerFindings({ twilio, resend })).toMatchObject([
      { check: 'twilio', state: 'ok', detail: `1 auth token of ${SID}` },
      { check: 'resend', state: 'ok', detail: '1 signing secret, 1 API key, to send' },
      { check: 'sendgrid', state: 'skipped', detail: expect.stringContaining('`secrets set sendgrid') },
    ]);
  });

  it('of which several are accepted tell of a rotation, and how to end it', () => {
    expect(troubles({ twilio: { accounts: { [SID]: ['new-token', 'old-token'] } } })).toMatchObject([
      {
        state: 'warn',
        detail: expect.stringContaining('2 are accepted'),
        fix: expect.stringContaining(`\`secrets rotate twilio --account-sid ${SID} --finish\``),
      },
    ]);
  });

  it('that are malformed are named by their place, never by their value', () => {
    const malformed = troubles({
      twilio: { accounts: { [SID]: ['hidden token'] } },
      resend: { signingSecrets: [SIGNING_SECRET, 'hidden-secret'], apiKey: 'hidden-key' },
      sendgrid: {
        publicKeys: [],
        basicAuth: ['hidden-pair'],
        pathSegments: ['hidden'],
        eventWebhookPublicKeys: [],
      },
    }).filter(({ state }) => state === 'fail');
    expect(malformed.map(({ detail }) => detail.slice(0, detail.indexOf(':')))).toEqual([
      `twilio.accounts.${SID}[0]`,
      'resend.signingSecrets[1]',
      'resend.apiKey[0]',
      'sendgrid.basicAuth[0]',
      'sendgrid.pathSegments[0]',
    ]);
    expect(JSON.stringify(malformed)).not.toContain('hidden');
  });

  it('that do not count beside a public key are warned of', () => {
    const sendgrid = {
      publicKeys: ['x'],
      basicAuth: ['user:password'],
      pathSegments: [],
      eventWebhookPublicKeys: [],
    };
    expect(troubles({ sendgrid })).toContainEqual(
      expect.objectContaining({ detail: expect.stringContaining('only signed mail is accepted') }),
    );
  });
});

describe('the stored secrets', () => {
  const check = (text: string, secrets: Record<string, string>) =>
    checkSecrets({
      secretsManager: fakeSecretsManager(text).client,
      named: { functions: {}, queueUrls: {}, tables: {}, secrets },
    });

  it('that cannot be read by the schema fail without a value, those of one provider alone', async () => {
    const text =
      '{"resend":{"signingSecrets":"hidden"},"sendgrid":{"publicKeys":[],"basicAuth":["a:b"],"pathSegments":[]}}';
    const findings = await check(text, { providers: 'arn:p' });
    expect(findings).toMatchObject([
      { check: 'twilio', state: 'skipped' },
      { check: 'resend', state: 'fail', detail: expect.stringContaining('resend.signingSecrets') },
      { check: 'sendgrid', state: 'ok' },
      { check: 'operator token' },
    ]);
    expect(JSON.stringify(findings)).not.toContain('hidden');
  });

  it.each([
    ['x'.repeat(40), 'ok'],
    ['hidden', 'fail'],
  ])('the operator token %s is %s, and not shown', async (token, state) => {
    const findings = await check(token, { 'receiver-operator-token': 'arn:t' });
    expect(findings).toMatchObject([
      { check: 'providers', state: 'fail' },
      { check: 'operator token', state },
    ]);
    expect(JSON.stringify(findings)).not.toContain(token);
  });
});
